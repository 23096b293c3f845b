-- KEYS control log record   ARGV … key token
-- A load has found nothing to keep: who waits may load. O(holds).
local RELEASED, NOT_MINE = 1, 2
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
if not is_lease_of(record, ARGV[8]) then return answer(NOT_MINE, control) end

tell_waiters(lease_of(record), ARGV[7])
clear_record(KEYS[3], control.e, control.v, add_live({}, record.holds))
return answer(RELEASED, control)
