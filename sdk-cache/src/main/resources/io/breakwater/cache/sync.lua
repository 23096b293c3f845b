-- KEYS (control log)…
-- ARGV cache channel PUBLISH|SPUBLISH node 0 nonce (cache epoch begun sequence id highest highestId audit renew)…
-- What a node has missed, and whether this history still has what the node knows of it. O(missed).
local SAME, MISSING, TRIMMED, NEW_EPOCH = 1, 2, 3, 4
local MOST_MISSING = 100
local MOST_NODES = 4096

-- An entry of the log is the message itself; its id stands behind kind, epoch, sequence and the previous id.
local function is_another(control, log, sequence, id)
  if sequence == 0 then return false end
  if sequence > control.s then return true end
  if sequence == control.s then return control.i ~= id end
  local entry = redis.call('LINDEX', log, control.s - sequence)
  return entry and string.sub(entry, 34, 49) ~= id
end

-- It begins later than any that the node knows: of two epochs only the later one can be the one that goes on.
local function begin_epoch(control, key, log, cache, nonce, after)
  local fields = redis.call('HKEYS', key)
  for _, field in ipairs(fields) do
    if string.sub(field, 1, 2) == 'a:' then redis.call('HDEL', key, field) end
  end
  redis.call('DEL', log)
  control.v = math.max(control.v, after)
  control.e, control.b, control.s, control.i, control.f = nonce, next_version(control), 0, NOBODY, 0
  redis.call('HSET', key, 'e', nonce, 'b', control.b, 'v', control.v, 's', 0, 'i', NOBODY, 'f', 0)
  redis.call(ARGV[3], ARGV[2], struct.pack('>BB', EPOCH, #cache) .. cache .. nonce)
end

local function missed(control, log, sequence, id)
  local count = control.s - sequence
  if count > MOST_MISSING or redis.call('LLEN', log) < count then return nil end
  local entries = redis.call('LRANGE', log, 0, count - 1)
  local follows = string.sub(entries[count], 18, 33) == id
  return follows and entries or nil
end

local function looked_at(at, key, log)
  local cache, epoch, begun, sequence, id =
    ARGV[at], ARGV[at + 1], tonumber(ARGV[at + 2]), tonumber(ARGV[at + 3]), ARGV[at + 4]
  local highest, highest_id, audit = tonumber(ARGV[at + 5]), ARGV[at + 6], tonumber(ARGV[at + 7])
  local control = control_of(key, log, ARGV[6])
  local is_left_behind = control.e ~= epoch and control.b < begun
  local renew = ARGV[at + 8] == '1'
  if renew or is_left_behind or control.e == epoch and (
      audit_of(key, ARGV[4]) < audit
      or is_another(control, log, highest, highest_id)
      or is_another(control, log, sequence, id)
      or redis.call('HLEN', key) > MOST_NODES) then
    begin_epoch(control, key, log, cache, ARGV[6], begun)
  end
  redis.call('PEXPIRE', key, CONTROL_LIFE)
  redis.call('PEXPIRE', log, CONTROL_LIFE)
  local kind, entries = SAME, {}
  if control.e ~= epoch then
    kind = NEW_EPOCH
  elseif sequence ~= control.s or id ~= control.i then
    entries = missed(control, log, sequence, id)
    kind, entries = entries and MISSING or TRIMMED, entries or {}
  end
  return answer(kind, control, control.s, control.i, audit_of(key, ARGV[4]), entries, control.b)
end

local answers = {}
for cache = 1, #KEYS / 2 do
  answers[cache] = looked_at(7 + (cache - 1) * 9, KEYS[cache * 2 - 1], KEYS[cache * 2])
end
return answers
