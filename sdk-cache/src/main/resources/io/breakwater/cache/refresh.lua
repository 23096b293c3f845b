-- KEYS control log record refresh   ARGV … token lease seen
-- The right to load a value anew while it is still good, for one node at a time. It is not given back when the load fails: its
-- end is the pause before the next attempt. O(holds).
local GRANTED, BUSY, GONE = 1, 2, 3
local token, lease, seen = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])

local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
if not is_valid(record, control) or record.kind ~= VALUE or record.n ~= seen then return answer(GONE, control) end
if not redis.call('SET', KEYS[4], token, 'NX', 'PX', lease) then return answer(BUSY, control) end
return answer(GRANTED, control, pack_holds(add_live(add_live({}, record.holds), control.h)))
