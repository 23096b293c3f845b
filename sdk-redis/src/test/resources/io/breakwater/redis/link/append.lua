-- Counts its own calls, so that a command that was executed twice shows.
local count = redis.call('INCRBY', KEYS[1], ARGV[1])
redis.call('PEXPIRE', KEYS[1], 60000)
return {count, 'ok'}
