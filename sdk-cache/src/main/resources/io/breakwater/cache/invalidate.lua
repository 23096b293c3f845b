-- KEYS control log (record refresh)…   ARGV … hold token body
-- Removes values, stops late fills, and tells the other nodes by one message. O(keys).
local DONE = 1
local hold, token = tonumber(ARGV[7]), ARGV[8]
local control = control_of(KEYS[1], KEYS[2], ARGV[6])

for at = 3, #KEYS, 2 do
  redis.call('DEL', KEYS[at + 1])
  local record = record_of(KEYS[at])
  local holds = add_live({}, record and record.holds or {})
  if hold > 0 then add_hold(holds, now + hold, token) end
  local writers = record and record.kind == INTENT and writers_of(record) or {}
  if #writers > 0 then
    distrust_writers(KEYS[at], record, writers, holds)
  else
    clear_record(KEYS[at], control.e, control.v, holds)
  end
end

mutate(control, 'K', ARGV[9])
return answer(DONE, control, control.audit, control.s)
