-- KEYS control log record refresh   ARGV … writer life body
-- Somebody is about to write the key in the source: until it has settled nobody caches what it reads there. A writer that has not
-- settled in its time counts no more. O(writers).
local DONE = 1
local writer, life = ARGV[7], tonumber(ARGV[8])
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])

local writers, crowd = {}, 0
if record and record.kind == INTENT then
  writers = writers_of(record)
  if #writers > 0 then crowd = 1 end
end
writers[#writers + 1] = { writer, now + life }
local holds = add_live({}, record and record.holds or {})

mutate(control, 'K', ARGV[9])
redis.call('DEL', KEYS[4])
write(KEYS[3], { kind = INTENT, epoch = control.e, n = 0, birth = control.v, ends = now + life, holds = holds },
  intent_rest(writers, crowd), life)
return answer(DONE, control, control.audit, control.s)
