-- KEYS control log record refresh   ARGV … token lease stale rejected
-- A value, or the lease to load it, or why neither. O(holds). `rejected` is the n of a value that the caller cannot decode.
local HIT, GRANTED, WAIT, FAILED, WRITING, UNKNOWN, STALE, STALE_GRANTED = 1, 2, 3, 4, 5, 6, 7, 8
local token, lease, stale, rejected = ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])

local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])

if record and record.kind == FOREIGN then return answer(UNKNOWN, control) end

local holds = add_live(add_live({}, record and record.holds or {}), control.h)
if record and record.kind == INTENT and now < record.ends then return answer(WRITING, control, pack_holds(holds)) end

local failures = 0

if is_valid(record, control) then
  if record.kind == VALUE and record.n ~= rejected then
    if now < record.ends then return answer(HIT, control, redis.call('GET', KEYS[3])) end
    if now < record.ends + stale then
      if redis.call('SET', KEYS[4], token, 'NX', 'PX', lease) then
        return answer(STALE_GRANTED, control, redis.call('GET', KEYS[3]), pack_holds(holds))
      end
      return answer(STALE, control, redis.call('GET', KEYS[3]))
    end
  elseif record.kind == LEASE then
    local held = lease_of(record)
    if now < record.ends and held.token ~= token then
      if held.waited == 0 then rewrite(KEYS[3], record, lease_rest(held.token, 1, held.failures)) end
      return answer(WAIT, control, record.ends - now)
    end
    failures = held.failures
  elseif record.kind == FAILURE then
    local count, at = struct.unpack('>I4', record.text, record.rest)
    if now < record.ends then
      return answer(FAILED, control, record.ends - now, string.sub(record.text, at))
    end
    failures = count
  end
end

write(KEYS[3], { kind = LEASE, epoch = control.e, n = 0, birth = control.v, ends = now + lease, holds = holds },
  lease_rest(token, 0, failures), lease)
return answer(GRANTED, control, pack_holds(holds))
