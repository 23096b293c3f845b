package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import java.util.List;

/** All that a server had at a moment, to take it back there while its connections stay. */
record KeptKeys(List<Kept> all) {

    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Kept(byte[] key, byte[] dump, long life) {}

    static KeptKeys of(RedisServer server) {
        return new KeptKeys(Plain.ask(
                server,
                redis -> redis.keys("*").stream()
                        .map(key -> new Kept(key, redis.dump(key), Math.max(0, redis.pttl(key))))
                        .toList()));
    }

    void restore(RedisServer server) {
        Plain.ask(server, redis -> {
            redis.flushall();
            all.forEach(kept -> redis.restore(kept.key(), kept.life(), kept.dump()));
            return all;
        });
    }
}
