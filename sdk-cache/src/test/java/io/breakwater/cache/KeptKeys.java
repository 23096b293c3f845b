package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import java.util.HashMap;
import java.util.Map;

/** All that a server had at a moment, to take it back there while its connections stay. */
record KeptKeys(Map<byte[], byte[]> dumps, Map<byte[], Long> lives) {

    static KeptKeys of(RedisServer server) {
        KeptKeys kept = new KeptKeys(new HashMap<>(), new HashMap<>());
        Plain.ask(server, redis -> {
            for (byte[] key : redis.keys("*")) {
                kept.dumps.put(key, redis.dump(key));
                kept.lives.put(key, Math.max(0, redis.pttl(key)));
            }
            return null;
        });
        return kept;
    }

    void restore(RedisServer server) {
        Plain.ask(server, redis -> {
            redis.flushall();
            dumps.forEach((key, dump) -> redis.restore(key, lives.get(key), dump));
            return null;
        });
    }
}
