-- KEYS control log record refresh   ARGV … hold token body ttl payload
-- Puts a value in place of whatever is there; while the key is being written through it only removes. O(holds).
local PUT, LEFT_OUT = 1, 2
local hold, token, ttl, payload = tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[10]), ARGV[11]
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
local holds = add_live({}, record and record.holds or {})
if hold > 0 then add_hold(holds, now + hold, token) end

local writers = record and record.kind == INTENT and writers_of(record) or {}
if #writers > 0 then
  mutate(control, 'K', ARGV[9])
  redis.call('DEL', KEYS[4])
  distrust_writers(KEYS[3], record, writers, holds)
  return answer(LEFT_OUT, control, control.audit, control.s)
end

-- The value first: a full server would take it after any other write.
local n = next_version(control)
write(KEYS[3], { kind = VALUE, epoch = control.e, n = n, birth = n, ends = now + ttl, holds = holds },
  value_rest(ttl, payload), ttl)
mutate(control, 'K', ARGV[9])
redis.call('DEL', KEYS[4])
return answer(PUT, control, control.audit, control.s, n, now + ttl)
