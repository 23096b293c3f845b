-- Finds a session that has not ended, and notes its use once a tenth of the idle time has passed since the last note.
-- KEYS[1]: the session. ARGV: version, idle (ms), now (ms; empty: Redis' clock).
-- Replies {0}: there is none. {1}: there is something else. {2, subject, created, end}: found; the times in ms since 1970.

local function millis(text)
  return text and #text <= 15 and string.match(text, '^%d+$') and tonumber(text)
end

local stored = redis.pcall('HMGET', KEYS[1], 'v', 's', 'c', 't', 'x')
if stored.err then
  return string.sub(stored.err, 1, 9) == 'WRONGTYPE' and {1} or stored
end

local subject, created, used, absolute_end = stored[2], millis(stored[3]), millis(stored[4]), millis(stored[5])
if stored[1] ~= ARGV[1] or not (subject and created and used and absolute_end) then
  return {redis.call('EXISTS', KEYS[1])}
end

local idle, now = tonumber(ARGV[2]), tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

if now >= math.min(used + idle, absolute_end) then
  redis.call('DEL', KEYS[1])
  return {0}
end

if (now - used) * 10 >= idle then
  used = now
  -- PEXPIRE first: a Redis that is full lets it pass, and then the HSET of the same script too.
  redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.min(idle, absolute_end - now)))
  redis.call('HSET', KEYS[1], 't', string.format('%.0f', now))
end
return {2, subject, created, math.min(used + idle, absolute_end)}
