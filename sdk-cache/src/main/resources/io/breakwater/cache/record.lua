-- What all scripts share: the records of keys and the control of a lane. The format is in the package's Record and LaneView.
-- Every script: KEYS control, log, ...   ARGV cache, channel, PUBLISH or SPUBLISH, node, count, nonce, ...

local VALUE, LEASE, TOMBSTONE, FAILURE, INTENT, FOREIGN = 0x11, 0x12, 0x13, 0x14, 0x15, 0
local MUTATION, FILLED, EPOCH = 0x11, 0x12, 0x13
local NOBODY = string.rep('\0', 16)
local CONTROL_LIFE = 30 * 24 * 3600 * 1000
local LOG_LENGTH = 1000
local MOST_TOKENS = 4
local FRESHEST = '*'
local HEAD = 2048

local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)

-- Holds: { deadline, token } each; an empty token asks for nothing but time.

local function add_hold(holds, deadline, token)
  local tokens = 0
  for _, hold in ipairs(holds) do
    if hold[2] == token then
      hold[1] = math.max(hold[1], deadline)
      return
    end
    if hold[2] ~= '' then tokens = tokens + 1 end
  end
  holds[#holds + 1] = { deadline, token }
  if token == '' or tokens < MOST_TOKENS then return end
  local latest = 0
  for at = #holds, 1, -1 do
    if holds[at][2] ~= '' then latest = math.max(latest, table.remove(holds, at)[1]) end
  end
  holds[#holds + 1] = { latest, FRESHEST }
end

local function add_live(holds, more)
  for _, hold in ipairs(more) do
    if hold[1] > now then add_hold(holds, hold[1], hold[2]) end
  end
  return holds
end

local function last_of(holds)
  local last = 0
  for _, hold in ipairs(holds) do last = math.max(last, hold[1]) end
  return last
end

local function pack_holds(holds)
  local parts = { struct.pack('>B', #holds) }
  for _, hold in ipairs(holds) do
    parts[#parts + 1] = struct.pack('>I8B', hold[1], #hold[2]) .. hold[2]
  end
  return table.concat(parts)
end

local function unpack_holds(text, at)
  local count
  count, at = struct.unpack('>B', text, at)
  local holds = {}
  for number = 1, count do
    local deadline, length
    deadline, length, at = struct.unpack('>I8B', text, at)
    holds[number] = { deadline, string.sub(text, at, at + length - 1) }
    at = at + length
  end
  return holds, at
end

-- Records: kind, epoch, n, birth, ends, holds, rest.

-- Of a value only the head is read: what it holds may be large.
local function record_of(key)
  local text = redis.pcall('GETRANGE', key, 0, HEAD - 1)
  if text == '' then return nil end
  if type(text) == 'table' or #text < 34 or string.byte(text) < VALUE or string.byte(text) > INTENT then
    return { kind = FOREIGN, holds = {} }
  end
  if #text == HEAD and string.byte(text) ~= VALUE then text = redis.call('GET', key) end
  local kind, epoch, n, birth, ends, at = struct.unpack('>Bc8I8I8I8', text)
  local holds
  holds, at = unpack_holds(text, at)
  return { kind = kind, epoch = epoch, n = n, birth = birth, ends = ends, holds = holds, text = text, rest = at }
end

local function rest_of(record)
  return string.sub(record.text, record.rest)
end

local function packed(record, rest)
  return struct.pack('>Bc8I8I8I8', record.kind, record.epoch, record.n, record.birth, record.ends)
    .. pack_holds(record.holds) .. rest
end

local function write(key, record, rest, life)
  local needed = math.max(life, last_of(record.holds) - now, 1)
  redis.call('SET', key, packed(record, rest), 'PX', needed)
end

-- False if the server takes no more: a value can be missed.
local function try_write(key, record, rest, life)
  local needed = math.max(life, last_of(record.holds) - now, 1)
  local reply = redis.pcall('SET', key, packed(record, rest), 'PX', needed)
  return reply.err == nil
end

local function rewrite(key, record, rest)
  redis.call('SET', key, packed(record, rest), 'KEEPTTL')
end

-- Keeps what is held, and nothing else.
local function clear_record(key, epoch, version, holds)
  if #holds == 0 then
    redis.call('DEL', key)
  else
    write(key, { kind = TOMBSTONE, epoch = epoch, n = 0, birth = version, ends = 0, holds = holds }, '', 0)
  end
end

-- The rest of a value: how long it lives, and the payload.

local function value_rest(ttl, payload)
  return struct.pack('>I8', ttl) .. payload
end

-- The rest of a lease: token, whether somebody waits, how often the load has failed before.

local function lease_rest(token, waited, failures)
  return token .. struct.pack('>BI4', waited, failures)
end

local function lease_of(record)
  local token, waited, failures = struct.unpack('>c8BI4', record.text, record.rest)
  return { token = token, waited = waited, failures = failures }
end

local function is_lease_of(record, token)
  return record and record.kind == LEASE and now < record.ends and lease_of(record).token == token
end

-- The rest of an intent: whether the order of its writers is unknown, and each with the time until which it counts.

local function writers_of(record)
  local crowd, at = struct.unpack('>B', record.text, record.rest)
  local writers = {}
  while at < #record.text do
    local id, deadline
    id, deadline, at = struct.unpack('>c16I8', record.text, at)
    if deadline > now then writers[#writers + 1] = { id, deadline } end
  end
  return writers, crowd
end

local function intent_rest(writers, crowd)
  local parts = { struct.pack('>B', crowd) }
  for _, writer in ipairs(writers) do
    parts[#parts + 1] = struct.pack('>c16I8', writer[1], writer[2])
  end
  return table.concat(parts)
end

-- Somebody else has changed the key, or may have: none of its writers knows what the source has in the end.
local function distrust_writers(key, record, writers, holds)
  record.holds = holds
  record.ends = 0
  for _, writer in ipairs(writers) do record.ends = math.max(record.ends, writer[2]) end
  write(key, record, intent_rest(writers, 1), record.ends - now)
end

-- The control of a lane: epoch and the version with which it began, version, sequence, id of the last mutation, floor, holds of the
-- whole lane.

local function fresh_control(key, log, epoch)
  local control = { e = epoch, b = micros, v = micros, s = 0, i = NOBODY, f = 0, h = {} }
  redis.call('DEL', log)
  redis.call('HSET', key, 'e', control.e, 'b', control.b, 'v', control.v, 's', 0, 'i', NOBODY, 'f', 0)
  redis.call('PEXPIRE', key, CONTROL_LIFE)
  return control
end

local function control_of(key, log, nonce)
  local got = redis.call('HMGET', key, 'e', 'v', 's', 'i', 'f', 'h', 'b')
  if not got[1] then return fresh_control(key, log, nonce) end
  local holds = got[6] and unpack_holds(got[6], 1) or {}
  return {
    e = got[1], v = tonumber(got[2]), s = tonumber(got[3]), i = got[4], f = tonumber(got[5]), b = tonumber(got[7]),
    h = add_live({}, holds)
  }
end

local function next_version(control)
  control.v = math.max(control.v + 1, micros)
  return control.v
end

local function is_valid(record, control)
  return record ~= nil and record.epoch == control.e and record.birth >= control.f
end

local function audit_of(key, node)
  return tonumber(redis.call('HGET', key, 'a:' .. node) or 0)
end

-- One more mutation in the chain of the lane: counted, logged and published.
local function mutate(control, op, body)
  local previous = control.i
  -- First, since it is a write that a full server accepts: what follows in the same script is accepted then, too.
  redis.call('PEXPIRE', KEYS[1], CONTROL_LIFE)
  next_version(control)
  control.s = control.s + 1
  control.i = ARGV[4] .. struct.pack('>I8', tonumber(ARGV[5]))
  local message = struct.pack('>Bc8I8c16c16I8BB', MUTATION, control.e, control.s, previous, control.i, control.v,
    string.byte(op), #ARGV[1]) .. ARGV[1] .. body
  redis.call('HSET', KEYS[1], 'v', control.v, 's', control.s, 'i', control.i)
  control.audit = redis.call('HINCRBY', KEYS[1], 'a:' .. ARGV[4], 1)
  redis.call('LPUSH', KEYS[2], message)
  redis.call('LTRIM', KEYS[2], 0, LOG_LENGTH - 1)
  redis.call('PEXPIRE', KEYS[2], CONTROL_LIFE)
  redis.call(ARGV[3], ARGV[2], message)
end

local function body_of(...)
  local parts = {}
  for _, key in ipairs({ ... }) do
    parts[#parts + 1] = struct.pack('>I2', #key) .. key
  end
  return table.concat(parts)
end

-- A hint for those who wait for a lease; who misses it asks again in time.
local function tell_waiters(lease, key)
  if lease.waited == 1 then
    redis.call(ARGV[3], ARGV[2], struct.pack('>BB', FILLED, #ARGV[1]) .. ARGV[1] .. body_of(key))
  end
end

-- Every reply begins with what the node has to know of the lane.
local function answer(kind, control, ...)
  return { kind, control.e, control.v, control.f, now, ... }
end
