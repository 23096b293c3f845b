package io.breakwater.cache;

import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both tiers of a cache, and what both patterns of reading and all kinds of change do with them. */
final class Tiers<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);
    private static final Duration LOG_EVERY = Duration.ofSeconds(10);

    private final String name;
    private final Terms terms;
    private final FillGuard guard;
    private final @Nullable NearTier<K, V> near;
    private final @Nullable Remote<V> remote;
    private final NearFill<K, V> fill;
    private final Counters counters;
    private final LoaderCall<K, V> loaderCall;
    private final LongSupplier nanos;
    private final LogPace outages;
    private final LogPace oddities;

    Tiers(
            String name,
            Terms terms,
            FillGuard guard,
            @Nullable NearTier<K, V> near,
            @Nullable Remote<V> remote,
            Counters counters,
            LongSupplier nanos) {
        this.name = name;
        this.terms = terms;
        this.guard = guard;
        this.near = near;
        this.remote = remote;
        this.fill = new NearFill<>(near, terms, nanos);
        this.counters = counters;
        this.loaderCall = new LoaderCall<>(name, counters);
        this.nanos = nanos;
        this.outages = new LogPace(LOG_EVERY, nanos);
        this.oddities = new LogPace(LOG_EVERY, nanos);
    }

    /**
     * What a cache needs of Redis.
     *
     * @param tier the values there
     * @param membership among the caches on the link
     * @param hints of other nodes' loads
     * @param envelope around values
     */
    record Remote<V>(SharedTier tier, Membership membership, Hints hints, Envelope<V> envelope) {}

    String name() {
        return name;
    }

    Terms terms() {
        return terms;
    }

    Counters counters() {
        return counters;
    }

    NearFill<K, V> fill() {
        return fill;
    }

    boolean isShared() {
        return remote != null;
    }

    SharedTier sharedTier() {
        return remote().tier();
    }

    Hints hints() {
        return remote().hints();
    }

    Set<Lease> leases() {
        return remote().membership().leases();
    }

    CacheStats stats() {
        return counters.stats(
                near == null ? 0 : near.size(),
                remote == null ? 0 : remote.membership().repairs().size());
    }

    /** The value of a key while there is nothing to think about: the short way. */
    @Nullable
    V fresh(K key) {
        return near == null ? null : near.fresh(key);
    }

    @Nullable
    NearEntry<V> entry(K key) {
        return near == null ? null : near.entry(key);
    }

    @Nullable
    NearEntry<V> aliveEntry(K key) {
        NearEntry<V> entry = entry(key);
        return entry != null && entry.isAlive(nanos.getAsLong()) ? entry : null;
    }

    /** A value that has ended, and that may be served if nothing else can be had. */
    @Nullable
    V staleValue(K key) {
        NearEntry<V> entry = terms.stale().isZero() ? null : entry(key);
        return entry != null && entry.isUsableStale(nanos.getAsLong()) ? entry.value() : null;
    }

    /** Whether an entry has come to the part of its life in which it is refreshed. */
    boolean isLate(NearEntry<V> entry) {
        return terms.refreshAt() < 1 && entry.failure() == null && entry.freshUntil() - nanos.getAsLong() <= 0;
    }

    /** What a near entry says: a value, none, or a failure. */
    Lookup<V> serve(NearEntry<V> entry) {
        if (entry.failure() != null) {
            throw Flight.unchecked(entry.failure().cause());
        }
        return new Lookup<>(entry.value(), Source.NEAR);
    }

    Lookup<V> served(Lookup<V> stale) {
        counters.servedStale();
        return stale;
    }

    /** A key as it is now, after what is known of its lane: to learn that later would undo what is found meanwhile. */
    Spot<K> spot(K key) {
        SharedKey shared = remote == null ? null : remote.tier().key(key);
        if (shared != null) {
            sharedTier().learn(shared.lane());
        }
        int stripe = shared == null ? FillGuard.stripeOf(key) : shared.stripe();
        return new Spot<>(key, shared, stripe, guard.seen(stripe));
    }

    /** The same spot, as if the read began now. */
    Spot<K> again(Spot<K> spot) {
        return new Spot<>(spot.key(), spot.shared(), spot.stripe(), guard.seen(spot.stripe()));
    }

    /** The same spot at the beginning of a change: what others found before is not kept. */
    Spot<K> advanced(Spot<K> spot) {
        return new Spot<>(spot.key(), spot.shared(), spot.stripe(), guard.advance(spot.stripe()));
    }

    /**
     * Replaces what is near, unless another change of the key has begun since this one: then nobody knows here which was executed last.
     *
     * @param begun the key when this change began
     * @param standing where the value stands in Redis, null if it is not there
     */
    void replaceNear(Spot<K> begun, V value, SharedTier.@Nullable Standing standing, Duration ttl) {
        boolean isSole = guard.advance(begun.stripe(), begun.seen());
        if (near != null) {
            near.remove(begun.key());
        }
        if (!isSole || (remote != null && standing == null)) {
            return;
        }
        Spot<K> now = new Spot<>(begun.key(), begun.shared(), begun.stripe(), begun.seen() + 1);
        if (standing == null) {
            fill.own(now, value, ttl);
        } else {
            keepNear(now, value, standing, ttl);
        }
    }

    /** Whether Redis does not know yet that the key has changed. */
    boolean isUntold(K key) {
        return remote != null && remote.membership().repairs().contains(key);
    }

    List<String> untoldTokens(K key) {
        return remote().membership().repairs().tokens(key);
    }

    Opened<V> open(StoredRecord stored) {
        Envelope<V> envelope = remote().envelope();
        try {
            return new Opened<>(envelope.open(stored), null, false);
        } catch (Exception | LinkageError | StackOverflowError e) {
            return new Opened<>(null, e, envelope.isNewer(stored));
        }
    }

    void reportUnreadable(Opened<V> opened) {
        counters.undecodable();
        if (oddities.allows()) {
            LOG.warn(
                    "Cache {}: a value in Redis cannot be decoded and is loaded again: {}",
                    name,
                    String.valueOf(opened.problem()));
        }
    }

    void keepNear(Spot<K> spot, StoredRecord stored, @Nullable V value) {
        SharedKey key = Objects.requireNonNull(spot.shared());
        long end = sharedTier().deadline(key.lane(), stored.ends());
        fill.stored(spot, value, stored.number(), end, Duration.ofMillis(stored.ttl()));
    }

    void keepNear(Spot<K> spot, @Nullable V value, SharedTier.Standing standing, Duration ttl) {
        long end = sharedTier().deadline(Changes.shared(spot).lane(), standing.ends());
        fill.stored(spot, value, standing.number(), end, ttl);
    }

    Loaded<V> load(K key, ContextLoader<? super K, V> loader, OpenContext<V> context) {
        try {
            V value = loaderCall.load(key, loader, context);
            return new Loaded<>(value, null, context.wishedTtl(), context.isHonoured());
        } catch (RuntimeException | Error e) {
            return new Loaded<>(null, e, null, false);
        }
    }

    LoaderCall<K, V> loaderCall() {
        return loaderCall;
    }

    /**
     * Stores what was loaded in both tiers, unless something has happened to the key.
     *
     * @return whether it was stored
     * @throws RedisException if nobody knows
     */
    boolean store(Spot<K> spot, Lease lease, Loaded<V> loaded, Duration ttl) {
        SharedTier.Filling filling = filling(loaded, ttl);
        if (filling == null) {
            keepOutOfRedis(spot, lease, loaded, ttl);
            return false;
        }
        return keep(spot, lease, loaded, ttl, sharedTier().store(lease, filling));
    }

    /** What is to be stored in Redis, or null for nothing. */
    SharedTier.@Nullable Filling filling(Loaded<V> loaded, Duration ttl) {
        byte[] payload = terms.keeps(loaded.value()) ? wrapped(loaded.value()) : null;
        return payload == null ? null : new SharedTier.Filling(payload, ttl, terms.stale(), loaded.honoured());
    }

    /** There is nothing to be stored, or it cannot be: who waits for the load may go on. */
    void keepOutOfRedis(Spot<K> spot, Lease lease, Loaded<V> loaded, Duration ttl) {
        if (lease.isCold()) {
            sharedTier().release(lease);
        }
        if (loaded.value() != null && mayBeKept(lease, loaded)) {
            fill.own(spot, loaded.value(), ttl);
        }
    }

    /** Whether a value that Redis does not take may be near: not one that may be old. */
    boolean mayBeKept(Lease lease, Loaded<V> loaded) {
        return terms.keeps(loaded.value()) && (lease.tokens().isEmpty() || loaded.honoured());
    }

    /** Keeps near what Redis has stored. */
    boolean keep(Spot<K> spot, Lease lease, Loaded<V> loaded, Duration ttl, SharedTier.@Nullable Standing standing) {
        if (standing == null) {
            counters.refusedFill();
            return false;
        }
        keepNear(spot, loaded.value(), standing, ttl);
        return true;
    }

    /** Remembers in this JVM that a load has failed. */
    void failedHere(Spot<K> spot, Throwable failure) {
        NearEntry<V> last = entry(spot.key());
        int count = last == null || last.failure() == null ? 1 : last.failure().count() + 1;
        fill.failed(spot, failure, count, terms.pause().after(count));
    }

    /** Tells the other nodes of a failed load; the answer is how long nobody tries again. */
    Duration tellFailure(Lease lease, Throwable failure) {
        // A load that was interrupted has to be told of like any other.
        boolean isInterrupted = Thread.interrupted();
        try {
            return sharedTier()
                    .fail(
                            lease,
                            terms.pause(),
                            failure.getMessage() == null ? failure.toString() : failure.getMessage());
        } catch (RedisException e) {
            storeFailed(e);
            return terms.pause().first();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void storeFailed(RedisException failure) {
        counters.sharedFailed();
        if (outages.allows()) {
            LOG.warn("Cache {}: going on without Redis: {}", name, failure.toString());
        }
    }

    /** The bytes of a value, or null if it has none: it is too large, or its codec fails. */
    private byte @Nullable [] wrapped(@Nullable V value) {
        try {
            return remote().envelope().wrap(value);
        } catch (RuntimeException e) {
            counters.sharedFailed();
            if (oddities.allows()) {
                LOG.warn("Cache {}: a value cannot be stored in Redis: {}", name, e.toString());
            }
            return null;
        }
    }

    FillGuard guard() {
        return guard;
    }

    void dropNear(K key, int stripe) {
        if (near == null) {
            guard.advance(stripe);
        } else {
            near.drop(key, stripe);
        }
    }

    void flushNear(int lane) {
        if (near == null) {
            guard.advanceLane(lane);
        } else {
            near.flush(lane);
        }
    }

    Remote<V> remote() {
        return Objects.requireNonNull(remote);
    }
}
