-- KEYS control log   ARGV … hold token
-- What was born before is no value any more. O(1), however many there are.
local DONE = 1
local hold, token = tonumber(ARGV[7]), ARGV[8]
local control = control_of(KEYS[1], KEYS[2], ARGV[6])

mutate(control, 'A', '')
control.f = control.v
redis.call('HSET', KEYS[1], 'f', control.f)
if hold > 0 then
  add_hold(control.h, now + hold, token)
  redis.call('HSET', KEYS[1], 'h', pack_holds(control.h))
end
return answer(DONE, control, control.audit, control.s)
