package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import java.util.ArrayList;
import java.util.List;

/** All that a server had at a moment, to take it back there while its connections stay. */
record KeptKeys(List<KeptKey> keys) {

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record KeptKey(byte[] name, byte[] dump, long life) {}

    static KeptKeys of(RedisServer server) {
        List<KeptKey> kept = new ArrayList<>();
        Plain.ask(server, redis -> {
            for (byte[] key : redis.keys("*")) {
                kept.add(new KeptKey(key, redis.dump(key), Math.max(0, redis.pttl(key))));
            }
            return null;
        });
        return new KeptKeys(kept);
    }

    void restore(RedisServer server) {
        Plain.ask(server, redis -> {
            redis.flushall();
            keys.forEach(key -> redis.restore(key.name(), key.life(), key.dump()));
            return null;
        });
    }
}
