package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.breakwater.redis.link.RedisLink;

/** GET through {@code sdk-redis}, without the cache that stands on it. */
final class LinkGet implements Subject {

    private final RedisLink link;

    LinkGet(String uri) {
        link = RedisLink.open(uri, BareRedis.TIMEOUT);
        Values.all().forEach((key, value) -> link.set(BareRedis.bytes(key), value, Values.TTL));
    }

    @Override
    public Operation operation(int thread) {
        byte[] key = BareRedis.bytes(Values.key(thread));
        return () -> Values.require(thread, link.get(key).value());
    }

    @Override
    public void close() {
        link.close();
    }
}
