-- Creates a session.
-- KEYS[1]: the session. ARGV: version, idle (ms), now (ms; empty: Redis' clock), subject, absolute (ms).
-- Replies {created, end}, in ms since 1970. Idle is never longer than absolute, so a new session's end is its idle end.

local now = tonumber(ARGV[3])
if not now then
  local time = redis.call('TIME')
  now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

local created = string.format('%.0f', now)
local absolute_end = string.format('%.0f', now + tonumber(ARGV[5]))
redis.call('HSET', KEYS[1], 'v', ARGV[1], 's', ARGV[4], 'c', created, 't', created, 'x', absolute_end)
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return {now, now + tonumber(ARGV[2])}
