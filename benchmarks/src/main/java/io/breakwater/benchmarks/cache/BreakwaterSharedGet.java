package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.breakwater.cache.Cache;
import io.breakwater.cache.ReadThrough;
import io.breakwater.redis.Redis;

/** The shared tier alone, with bytes as they are. */
final class BreakwaterSharedGet implements Subject {

    private final Redis redis;
    private final ReadThrough<String, byte[]> cache;

    BreakwaterSharedGet(String uri) {
        redis = Redis.connect(uri, BareRedis.TIMEOUT);
        cache = Cache.<String, byte[]>builder("bench")
                .shared(redis, new RawBytes())
                .expiry(Values.TTL, 0)
                .readThrough(key -> null);
        Values.all().forEach(cache::put);
    }

    @Override
    public Operation operation(int thread) {
        String key = Values.key(thread);
        return () -> Values.require(thread, cache.get(key));
    }

    @Override
    public void close() {
        redis.close();
    }
}
