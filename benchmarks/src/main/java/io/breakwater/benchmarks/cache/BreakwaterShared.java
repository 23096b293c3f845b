package io.breakwater.benchmarks.cache;

import io.breakwater.cache.Cache;
import io.breakwater.cache.CacheAside;
import io.breakwater.cache.Codec;
import io.breakwater.cache.ReadThrough;
import io.breakwater.redis.Redis;

/** The shared tier alone, with bytes as they are, filled. A miss finds nothing. */
final class BreakwaterShared implements AutoCloseable {

    private final Redis redis;
    private final CacheAside<String, byte[]> writer;
    private final ReadThrough<String, byte[]> cache;

    private BreakwaterShared(Redis redis) {
        this.redis = redis;
        writer = Cache.<String, byte[]>builder("bench")
                .shared(redis, Codec.bytes())
                .expiry(Values.TTL, 0)
                .cacheAside();
        cache = Cache.<String, byte[]>builder("bench")
                .shared(redis, Codec.bytes())
                .expiry(Values.TTL, 0)
                .readThrough(key -> null);
    }

    static BreakwaterShared filled(String uri) {
        BreakwaterShared shared = new BreakwaterShared(Redis.connect(uri, BareRedis.TIMEOUT));
        shared.writer.putAll(Values.all());
        return shared;
    }

    ReadThrough<String, byte[]> cache() {
        return cache;
    }

    @Override
    public void close() {
        cache.close();
        writer.close();
        redis.close();
    }
}
