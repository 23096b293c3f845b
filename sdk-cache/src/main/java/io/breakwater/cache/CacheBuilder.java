package io.breakwater.cache;

import io.breakwater.redis.Redis;
import io.breakwater.redis.link.RedisLink;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Says where a cache keeps its values and for how long; the last call names the pattern. At least one tier and the expiry must
 * be given. Calling a setting again replaces it. A builder is for one thread, and may build several caches.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class CacheBuilder<K, V> {

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(365);

    private final String name;
    private int nearEntries;
    private Duration nearAtMost = LONGEST;
    private @Nullable RedisLink redis;
    private @Nullable Envelope<V> envelope;
    private @Nullable Jitter lifetime;

    CacheBuilder(String name) {
        Objects.requireNonNull(name, "name");
        Require.that(name.matches("[A-Za-z0-9_.-]{1,64}"), "name", name, "1 to 64 of A-Z a-z 0-9 _ . -");
        this.name = name;
    }

    /**
     * Keeps values in this JVM, each as long as {@link #expiry} says.
     *
     * @param entries how many, at least 1; beyond that the least useful ones go
     * @return this builder
     * @throws IllegalArgumentException if the number is out of range
     */
    public CacheBuilder<K, V> near(int entries) {
        return near(entries, LONGEST);
    }

    /**
     * Keeps values in this JVM for a shorter time than in Redis. That time bounds how long this JVM may serve a value that
     * another one has changed.
     *
     * @param entries how many, at least 1; beyond that the least useful ones go
     * @param atMost how long each at most, 1 ms to 365 days; {@link #expiry} holds as well
     * @return this builder
     * @throws IllegalArgumentException if one of them is out of range
     */
    public CacheBuilder<K, V> near(int entries, Duration atMost) {
        Require.that(entries >= 1, "entries", entries, "1 or more");
        requireLifetime("atMost", atMost);
        nearEntries = entries;
        nearAtMost = atMost;
        return this;
    }

    /**
     * Keeps values in Redis, for all JVMs whose cache has this name.
     *
     * @param redis the link; it stays open, and the caller closes it
     * @param codec how values become bytes
     * @return this builder
     * @throws IllegalArgumentException if the codec's id is out of range
     */
    public CacheBuilder<K, V> shared(Redis redis, Codec<V> codec) {
        this.redis = RedisLink.of(Objects.requireNonNull(redis, "redis"));
        this.envelope = new Envelope<>(Objects.requireNonNull(codec, "codec"));
        return this;
    }

    /**
     * How long a value lives in each tier: a time drawn for each value and tier from {@code ttl × (1 - jitter)} to {@code ttl},
     * so that values written together do not end together.
     *
     * @param ttl the longest time, 1 ms to 365 days
     * @param jitter which part of it may be missing, 0 to 0.5
     * @return this builder
     * @throws IllegalArgumentException if one of them is out of range
     */
    public CacheBuilder<K, V> expiry(Duration ttl, double jitter) {
        requireLifetime("ttl", ttl);
        Require.that(jitter >= 0 && jitter <= 0.5, "jitter", jitter, "0 to 0.5");
        lifetime = new Jitter(ttl, jitter, ThreadLocalRandom::current);
        return this;
    }

    /**
     * A cache whose callers bring the loader.
     *
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public CacheAside<K, V> cacheAside() {
        return new CacheAside<>(tiers());
    }

    /**
     * A cache that knows its loader.
     *
     * @param loader asked for the values that are in no tier
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public ReadThrough<K, V> readThrough(Loader<? super K, ? extends V> loader) {
        return new ReadThrough<>(tiers(), Objects.requireNonNull(loader, "loader"));
    }

    private Tiers<K, V> tiers() {
        if (nearEntries == 0 && redis == null) {
            throw new IllegalStateException("Cache " + name + " needs near(…), shared(…) or both");
        }
        if (lifetime == null) {
            throw new IllegalStateException("Cache " + name + " needs expiry(…)");
        }
        Counters counters = new Counters();
        FillGuard guard = new FillGuard();
        return new Tiers<>(name, nearTier(lifetime, guard), sharedTier(lifetime, counters), guard, counters);
    }

    private @Nullable NearTier<K, V> nearTier(Jitter ttl, FillGuard guard) {
        return nearEntries == 0 ? null : new NearTier<>(nearEntries, ttl, nearAtMost, guard, System::nanoTime);
    }

    private @Nullable SharedTier<K, V> sharedTier(Jitter ttl, Counters counters) {
        return redis == null || envelope == null ? null : new SharedTier<>(name, redis, envelope, ttl, counters);
    }

    private static void requireLifetime(String setting, Duration time) {
        Objects.requireNonNull(time, setting);
        boolean inRange = time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
        Require.that(inRange, setting, time, "1 ms to 365 days");
    }
}
