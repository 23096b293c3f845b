package io.breakwater.benchmarks.cache;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import java.util.Objects;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;

/** Spring's RedisCache by lettuce, with bytes as they are, called directly. */
final class SpringRedisCacheGet implements Subject {

    private final LettuceConnectionFactory connections;
    private final Cache cache;

    SpringRedisCacheGet(String uri) {
        connections = new LettuceConnectionFactory(LettuceConnectionFactory.createRedisConfiguration(uri));
        connections.start();
        RedisCacheManager manager = RedisCacheManager.builder(
                        RedisCacheWriter.create(connections, writer -> writer.immediateWrites()))
                .cacheDefaults(RedisCacheConfiguration.defaultCacheConfig()
                        .entryTtl(Values.TTL)
                        .serializeValuesWith(SerializationPair.byteArray()))
                .build();
        manager.afterPropertiesSet();
        cache = Objects.requireNonNull(manager.getCache("spring"));
        Values.all().forEach(cache::put);
    }

    @Override
    public Operation operation(int thread) {
        String key = Values.key(thread);
        return () -> Values.require(thread, cache.get(key, byte[].class));
    }

    @Override
    public void close() {
        connections.destroy();
    }
}
