-- KEYS control log record   ARGV … token lease
-- A load takes longer: its lease goes on, if it still is. O(holds).
local RENEWED, NOT_MINE = 1, 2
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
if not is_lease_of(record, ARGV[7]) then return answer(NOT_MINE, control) end

local lease = tonumber(ARGV[8])
record.ends = now + lease
write(KEYS[3], record, rest_of(record), lease)
return answer(RENEWED, control)
