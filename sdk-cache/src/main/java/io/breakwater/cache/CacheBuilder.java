package io.breakwater.cache;

import io.breakwater.redis.Redis;
import io.breakwater.redis.link.RedisLink;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
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

    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Pause PAUSE = new Pause(Duration.ofMillis(100), Duration.ofSeconds(3));
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(30);
    private static final int LARGEST = 1_048_576;

    private final String name;
    private int nearEntries;
    private Duration nearAtMost = Lifetimes.LONGEST;
    private @Nullable RedisLink redis;
    private @Nullable Codec<V> codec;
    private @Nullable Jitter lifetime;
    private @Nullable Duration negative;
    private Duration stale = Duration.ZERO;
    private double refreshAt = 1;
    private @Nullable Duration soft;
    private Duration hard = Duration.ofSeconds(10);
    private Duration holdOff = Duration.ZERO;
    private int compressAbove = Envelope.NEVER_COMPRESS;
    private int largest = LARGEST;
    private WhenStoreFails whenStoreFails = WhenStoreFails.FAIL;
    private @Nullable Executor executor;

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
        return near(entries, Lifetimes.LONGEST);
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
        Lifetimes.require("atMost", atMost);
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
        this.codec = Objects.requireNonNull(codec, "codec");
        new Envelope<>(codec, compressAbove, largest);
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
        Lifetimes.require("ttl", ttl);
        Require.that(jitter >= 0 && jitter <= 0.5, "jitter", jitter, "0 to 0.5");
        lifetime = new Jitter(ttl, jitter, ThreadLocalRandom::current);
        return this;
    }

    /**
     * Remembers, too, that there is no value; otherwise each read of such a key asks the loader. An insert into the source must be
     * followed by an {@link Cache#invalidate}.
     *
     * @param ttl how long, 1 ms to 365 days
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> negative(Duration ttl) {
        Lifetimes.require("ttl", ttl);
        negative = ttl;
        return this;
    }

    /**
     * Loads a value anew when it is read late in its life: in the background, once among all nodes. A load that fails is tried again
     * after three seconds, until the value ends.
     *
     * @param fraction after which part of its life, 0.1 to 0.99
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> refreshAhead(double fraction) {
        Require.that(fraction >= 0.1 && fraction <= 0.99, "fraction", fraction, "0.1 to 0.99");
        refreshAt = fraction;
        return this;
    }

    /**
     * Keeps values beyond their end, for the case that the loader then fails; while one reads anew, the others get the old value. An
     * invalidation removes it like any other.
     *
     * @param atMost how long, 1 ms to 365 days
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> staleIfError(Duration atMost) {
        Lifetimes.require("atMost", atMost);
        stale = atMost;
        return this;
    }

    /**
     * Waits for a load only so long when there is a stale value; the load goes on.
     *
     * @param soft how long, 1 ms to 365 days
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> softTimeout(Duration soft) {
        Lifetimes.require("soft timeout", soft);
        this.soft = soft;
        return this;
    }

    /**
     * Ends a load that takes longer: those who wait get a {@link CacheLoadException}, the loader is interrupted, and what it returns all
     * the same is not kept. The default is ten seconds, the time in the queue for a thread included.
     *
     * @param hard how long, 1 ms to 365 days
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> hardTimeout(Duration hard) {
        Lifetimes.require("hard timeout", hard);
        this.hard = hard;
        return this;
    }

    /**
     * Says that the loaders may read from a source that lags, such as a replica: what is loaded within this time after a change of its
     * key, and does not heed a freshness token, lives until the time is over at most.
     *
     * @param window the largest lag, 1 ms to 365 days
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> holdOff(Duration window) {
        Lifetimes.require("window", window);
        holdOff = window;
        return this;
    }

    /**
     * Compresses what is stored in Redis of larger values.
     *
     * @param bytes larger than that, 0 or more
     * @return this builder
     * @throws IllegalArgumentException if it is negative
     */
    public CacheBuilder<K, V> compressAbove(int bytes) {
        Require.that(bytes >= 0, "bytes", bytes, "0 or more");
        compressAbove = bytes;
        return this;
    }

    /**
     * Keeps larger values out of Redis; the default is 1 MiB.
     *
     * @param bytes of a value before it is compressed, 1 to 512 MiB
     * @return this builder
     * @throws IllegalArgumentException if it is out of range
     */
    public CacheBuilder<K, V> largestValue(int bytes) {
        Require.that(bytes >= 1 && bytes <= 512 * 1_048_576, "bytes", bytes, "1 to 536870912");
        largest = bytes;
        return this;
    }

    /**
     * What a change does when Redis does not acknowledge it; the default is {@link WhenStoreFails#FAIL}.
     *
     * @param choice which of the two
     * @return this builder
     */
    public CacheBuilder<K, V> whenStoreFails(WhenStoreFails choice) {
        whenStoreFails = Objects.requireNonNull(choice, "choice");
        return this;
    }

    /**
     * Runs loaders in an executor of the caller's, which stays open. Without one the cache has up to 32 daemon threads of its own, which
     * end when idle.
     *
     * @param loaders for example one with a virtual thread for each task
     * @return this builder
     */
    public CacheBuilder<K, V> executor(Executor loaders) {
        executor = Objects.requireNonNull(loaders, "executor");
        return this;
    }

    /**
     * A cache whose callers bring the loader.
     *
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public CacheAside<K, V> cacheAside() {
        return new CacheAside<>(parts());
    }

    /**
     * A cache that knows its loader.
     *
     * @param loader asked for the values that are in no tier
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public ReadThrough<K, V> readThrough(Loader<? super K, ? extends V> loader) {
        return readThrough(withoutContext(loader));
    }

    /**
     * A cache that knows its loader, which wants to know more of each load.
     *
     * @param loader asked for the values that are in no tier
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public ReadThrough<K, V> readThrough(ContextLoader<? super K, V> loader) {
        Objects.requireNonNull(loader, "loader");
        return new ReadThrough<>(parts(), loader, null);
    }

    /**
     * A cache that knows its loaders.
     *
     * @param loader asked for a value that is in no tier
     * @param bulk asked for several of them
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public ReadThrough<K, V> readThrough(ContextLoader<? super K, V> loader, BulkLoader<K, V> bulk) {
        Objects.requireNonNull(loader, "loader");
        Objects.requireNonNull(bulk, "bulk");
        return new ReadThrough<>(parts(), loader, bulk);
    }

    /**
     * A cache through which the source is read and written.
     *
     * @param loader asked for the values that are in no tier
     * @param writer writes the source
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public WriteThrough<K, V> writeThrough(Loader<? super K, ? extends V> loader, Writer<? super K, ? super V> writer) {
        return writeThrough(withoutContext(loader), writer);
    }

    /**
     * A cache through which the source is read and written, by a loader that wants to know more of each load.
     *
     * @param loader asked for the values that are in no tier
     * @param writer writes the source
     * @return the cache
     * @throws IllegalStateException if the tiers or the expiry are missing
     */
    public WriteThrough<K, V> writeThrough(ContextLoader<? super K, V> loader, Writer<? super K, ? super V> writer) {
        Objects.requireNonNull(loader, "loader");
        Objects.requireNonNull(writer, "writer");
        return new WriteThrough<>(parts(), loader, writer);
    }

    static <K, V> ContextLoader<K, V> withoutContext(Loader<? super K, ? extends V> loader) {
        Objects.requireNonNull(loader, "loader");
        return (key, context) -> loader.load(key);
    }

    private CacheParts<K, V> parts() {
        if (nearEntries == 0 && redis == null) {
            throw new IllegalStateException("Cache " + name + " needs near(…), shared(…) or both");
        }
        if (lifetime == null) {
            throw new IllegalStateException("Cache " + name + " needs expiry(…)");
        }
        if (redis == null && !holdOff.isZero()) {
            throw new IllegalStateException("Cache " + name + " needs shared(…) for holdOff(…)");
        }
        Terms terms = new Terms(
                lifetime, nearAtMost, negative, stale, refreshAt, soft, hard, LEASE, PAUSE, holdOff, TOKEN_LIFE);
        LoaderThreads threads = executor == null ? LoaderThreads.of(name) : LoaderThreads.over(executor);
        Backplane backplane = redis == null ? null : Backplane.of(redis);
        Envelope<V> envelope = codec == null ? null : new Envelope<>(codec, compressAbove, largest);
        return new CacheParts<>(name, nearEntries, terms, threads, whenStoreFails, backplane, envelope);
    }
}
