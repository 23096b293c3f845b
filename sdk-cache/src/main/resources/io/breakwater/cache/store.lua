-- KEYS control log record refresh
-- ARGV … key epoch token seen birth granted ttl stale honoured payload
-- Takes a loaded value, if nothing has happened to the key since its load began. With a token the load had a lease; without
-- one it refreshes the value with the n `seen`. `granted` is when the load began, by the server's clock. O(holds).
local STORED, REFUSED, OTHER_EPOCH = 1, 2, 3
local key, epoch, token, seen, birth = ARGV[7], ARGV[8], ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11])
local granted, ttl, stale, honoured = tonumber(ARGV[12]), tonumber(ARGV[13]), tonumber(ARGV[14]), ARGV[15] == '1'
local cold = token ~= ''

local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])

local function is_as_required()
  if cold then return is_lease_of(record, token) end
  return record and record.kind == VALUE and record.epoch == epoch and record.n == seen
end

local function give_up(kind)
  if cold then
    tell_waiters(lease_of(record), key)
    clear_record(KEYS[3], control.e, control.v, add_live({}, record.holds))
  end
  return answer(kind, control)
end

if not is_as_required() then return answer(REFUSED, control) end
if control.e ~= epoch then return give_up(OTHER_EPOCH) end
if birth < control.f then return give_up(REFUSED) end

local holds = add_live(add_live({}, record.holds), control.h)
if last_of(record.holds) > granted and not honoured then
  if #holds == 0 then return give_up(REFUSED) end
  ttl = math.min(ttl, last_of(holds) - now)
  stale = 0
end

local lease = cold and lease_of(record)
local n = next_version(control)
redis.call('HSET', KEYS[1], 'v', n)
write(KEYS[3], { kind = VALUE, epoch = epoch, n = n, birth = birth, ends = now + ttl, holds = holds },
  value_rest(ttl, ARGV[16]), ttl + stale)
if cold then tell_waiters(lease, key) else redis.call('DEL', KEYS[4]) end
return answer(STORED, control, n, now + ttl)
