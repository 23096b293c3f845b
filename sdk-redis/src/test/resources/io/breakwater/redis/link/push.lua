-- Notes a name, as often as it is called.
return {redis.call('RPUSH', KEYS[1], ARGV[1])}
