package io.breakwater.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheResult;
import com.alicp.jetcache.redis.lettuce.LettuceConnectionManager;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import com.alicp.jetcache.support.Fastjson2KeyConvertor;
import com.alicp.jetcache.support.Kryo5ValueDecoder;
import com.alicp.jetcache.support.Kryo5ValueEncoder;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** JetCache's tier in Redis by lettuce, without statistics, with the faster of its two usual value codecs. */
final class JetCacheRemote<K, V> implements AutoCloseable {

    private static final Duration CLOSED_WITHIN = Duration.ofSeconds(10);

    private final RedisClient client;
    private final Cache<K, V> cache;

    JetCacheRemote(String uri) {
        client = RedisClient.create(uri);
        cache = RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .keyPrefix("jetcache:")
                .keyConvertor(Fastjson2KeyConvertor.INSTANCE)
                .valueEncoder(Kryo5ValueEncoder.INSTANCE)
                .valueDecoder(Kryo5ValueDecoder.INSTANCE)
                .expireAfterWrite(Values.TTL.toSeconds(), TimeUnit.SECONDS)
                .asyncResultTimeoutInMillis(BareRedis.TIMEOUT.toMillis())
                .buildCache();
    }

    static JetCacheRemote<String, byte[]> filled(String uri) {
        JetCacheRemote<String, byte[]> remote = new JetCacheRemote<>(uri);
        requireDone(remote.cache.PUT_ALL(Values.all()));
        return remote;
    }

    /** JetCache writes to Redis without waiting, unless it is asked for the result. */
    static void requireDone(CacheResult result) {
        if (!result.isSuccess()) {
            throw new IllegalStateException("JetCache has not written: " + result.getMessage());
        }
    }

    Cache<K, V> cache() {
        return cache;
    }

    @Override
    public void close() {
        cache.close();
        LettuceConnectionManager.defaultManager().removeAndClose(client);
        client.shutdown(Duration.ZERO, CLOSED_WITHIN);
    }
}
