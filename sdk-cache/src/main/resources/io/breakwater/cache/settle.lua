-- KEYS control log record refresh   ARGV … hold token body writer written ttl payload
-- The write of an intent is over. Its value is cached only if nobody else can have written meanwhile. O(writers).
local SET, LEFT, GONE = 1, 2, 3
local hold, token, writer, written, ttl = tonumber(ARGV[7]), ARGV[8], ARGV[10], ARGV[11] == '1', tonumber(ARGV[12])
local control = control_of(KEYS[1], KEYS[2], ARGV[6])
local record = record_of(KEYS[3])
local holds = add_live({}, record and record.holds or {})
if hold > 0 then add_hold(holds, now + hold, token) end

local function without(writers)
  local left, found = {}, false
  for _, one in ipairs(writers) do
    if one[1] == writer then found = true else left[#left + 1] = one end
  end
  return left, found
end

local function invalidate()
  redis.call('DEL', KEYS[4])
  clear_record(KEYS[3], control.e, control.v, holds)
  mutate(control, 'K', ARGV[9])
  return answer(GONE, control, control.audit, control.s)
end

if not record or record.kind ~= INTENT or now >= record.ends then return invalidate() end

local writers, crowd = writers_of(record)
local left, found = without(writers)
if not found then
  mutate(control, 'K', ARGV[9])
  distrust_writers(KEYS[3], record, left, holds)
  return answer(GONE, control, control.audit, control.s)
end

local function is_set()
  if #left > 0 or crowd ~= 0 or not written or not is_valid(record, control) then return false end
  return try_write(KEYS[3], { kind = VALUE, epoch = control.e, n = next_version(control), birth = record.birth,
    ends = now + ttl, holds = holds }, value_rest(ttl, ARGV[13]), ttl)
end

local set = is_set()
-- A write that a full server accepts: what follows in the same script is accepted then, too.
redis.call('PEXPIRE', KEYS[1], CONTROL_LIFE)
redis.call('HSET', KEYS[1], 'v', control.v)
control.audit = redis.call('HINCRBY', KEYS[1], 'a:' .. ARGV[4], 1)
if set then return answer(SET, control, control.audit, 0, control.v, now + ttl) end
if #left == 0 then
  clear_record(KEYS[3], control.e, control.v, holds)
else
  distrust_writers(KEYS[3], record, left, holds)
end
return answer(LEFT, control, control.audit, 0)
