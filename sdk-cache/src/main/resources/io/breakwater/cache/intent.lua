-- KEYS control log record refresh   ARGV … writer life body
-- Somebody is about to write the key in the source: until it has settled nobody caches what it reads there. O(writers).
local DONE = 1
local writer, life = ARGV[7], tonumber(ARGV[8])
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])

local crowd, writers = 0, writer
if record and record.kind == INTENT and now < record.ends then
  local _, at = struct.unpack('>B', record.text, record.rest)
  crowd, writers = 1, string.sub(record.text, at) .. writer
end
local holds = add_live({}, record and record.holds or {})

mutate(control, 'K', ARGV[9])
redis.call('DEL', KEYS[4])
write(KEYS[3], { kind = INTENT, epoch = control.e, n = 0, birth = control.v, ends = now + life, holds = holds },
  struct.pack('>B', crowd) .. writers, life)
return answer(DONE, control, control.audit, control.s)
