-- KEYS control log (record refresh)…   ARGV … hold token body
-- Removes values, stops late fills, and tells the other nodes by one message. O(keys).
local DONE = 1
local hold, token = tonumber(ARGV[7]), ARGV[8]
local control = control_of(KEYS[1], KEYS[2], ARGV[6])

local function distrust_writers(key, record)
  local crowd, at = struct.unpack('>B', record.text, record.rest)
  if hold > 0 then add_hold(record.holds, now + hold, token) end
  local life = math.max(redis.call('PTTL', key), 1)
  write(key, record, struct.pack('>B', 1) .. string.sub(record.text, at), life)
end

for at = 3, #KEYS, 2 do
  redis.call('DEL', KEYS[at + 1])
  local record = record_of(KEYS[at])
  if record and record.kind == INTENT then
    distrust_writers(KEYS[at], record)
  else
    local holds = add_live({}, record and record.holds or {})
    if hold > 0 then add_hold(holds, now + hold, token) end
    clear_record(KEYS[at], control.e, control.v, holds)
  end
end

mutate(control, 'K', ARGV[9])
return answer(DONE, control, control.audit, control.s)
