package io.breakwater.cache;

import io.breakwater.redis.link.RedisLink;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The values in Redis. Its failures never reach those who read, and always those who write. */
final class SharedTier<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(SharedTier.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    private final String name;
    private final RedisLink redis;
    private final KeyBytes keys;
    private final Envelope<V> envelope;
    private final Jitter ttl;
    private final Counters counters;
    private final LogPace outages = new LogPace(LOG_EVERY, System::nanoTime);
    private final LogPace oddities = new LogPace(LOG_EVERY, System::nanoTime);

    SharedTier(String name, RedisLink redis, Envelope<V> envelope, Jitter ttl, Counters counters) {
        this.name = name;
        this.redis = redis;
        this.keys = new KeyBytes(name);
        this.envelope = envelope;
        this.ttl = ttl;
        this.counters = counters;
    }

    /** What Redis said: a value, or none, or nothing at all. */
    record Reply<V>(@Nullable V value, boolean answered) {

        static <V> Reply<V> silence() {
            return new Reply<>(null, false);
        }
    }

    Reply<V> read(K key) {
        byte[] redisKey = keys.of(key);
        try {
            byte[] stored = redis.get(redisKey).value();
            return new Reply<>(stored == null ? null : opened(redisKey, stored), true);
        } catch (RuntimeException e) {
            failed(e);
            return Reply.silence();
        }
    }

    /**
     * Stores a loaded value unless there is one, which may be newer.
     *
     * @return false if there is one
     */
    boolean fill(K key, V value) {
        byte[] redisKey = keys.of(key);
        try {
            return redis.setIfAbsent(redisKey, envelope.wrap(value), ttl.next()).value();
        } catch (RuntimeException e) {
            failed(e);
            return true;
        }
    }

    void write(K key, V value) {
        byte[] redisKey = keys.of(key);
        try {
            redis.set(redisKey, envelope.wrap(value), ttl.next());
        } catch (RuntimeException e) {
            counters.sharedFailed();
            throw new CacheStoreException(name, key, "put", e);
        }
    }

    void delete(K key) {
        byte[] redisKey = keys.of(key);
        try {
            redis.delete(redisKey);
        } catch (RuntimeException e) {
            counters.sharedFailed();
            throw new CacheStoreException(name, key, "invalidate", e);
        }
    }

    /** Deletes a value that should not have been stored. If that fails it stays until it expires. */
    void takeBack(K key) {
        try {
            redis.delete(keys.of(key));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** An undecodable value makes room before the load, so that the fill cannot overwrite what was put since. */
    private @Nullable V opened(byte[] redisKey, byte[] stored) {
        try {
            return envelope.open(stored);
        } catch (Exception e) {
            counters.undecodable();
            if (oddities.allows()) {
                LOG.warn("Cache {}: a value in Redis cannot be decoded and is loaded again: {}", name, e.toString());
            }
            redis.delete(redisKey);
            return null;
        }
    }

    private void failed(RuntimeException e) {
        counters.sharedFailed();
        if (outages.allows()) {
            LOG.warn("Cache {}: going on without Redis: {}", name, e.toString());
        }
    }
}
