-- KEYS control log record   ARGV … key token base most message
-- The load of a lease has failed: nobody tries again before the pause is over, which doubles each time. O(holds).
local NOTED, NOT_MINE = 1, 2
local key, token, base, most = ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])

local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
if not is_lease_of(record, token) then return answer(NOT_MINE, control) end

local lease = lease_of(record)
local failures = lease.failures + 1
local pause = math.min(base * 2 ^ math.min(failures - 1, 30), most)
write(KEYS[3], { kind = FAILURE, epoch = record.epoch, n = 0, birth = record.birth, ends = now + pause,
  holds = add_live({}, record.holds) }, struct.pack('>I4', failures) .. ARGV[11], pause + most)
tell_waiters(lease, key)
return answer(NOTED, control, pause)
