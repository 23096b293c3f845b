package io.breakwater.cache;

import io.breakwater.cache.SharedTier.Standing;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Changes what is cached: in Redis first and then in this JVM, so that no reader here brings the old value back. */
final class Changes<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final int MOST_AT_ONCE = 100;

    private final Tiers<K, V> tiers;
    private final WhenStoreFails whenStoreFails;

    Changes(Tiers<K, V> tiers, WhenStoreFails whenStoreFails) {
        this.tiers = tiers;
        this.whenStoreFails = whenStoreFails;
    }

    void invalidate(K key) {
        invalidateAll(List.of(Objects.requireNonNull(key, "key")), tiers.terms().hold());
    }

    void invalidate(K key, String token) {
        Hold hold = tiers.terms().hold(Objects.requireNonNull(token, "token"));
        invalidateAll(List.of(Objects.requireNonNull(key, "key")), hold);
    }

    void invalidateAll(Collection<? extends K> keys) {
        invalidateAll(keys, tiers.terms().hold());
    }

    /** For the time after a commit: there is nobody left to be told of a failure, and it will be made good. */
    void invalidateAfterCommit(K key, Consumer<? super Runnable> afterCommit) {
        Objects.requireNonNull(key, "key");
        afterCommit.accept((Runnable) () -> {
            try {
                invalidate(key);
            } catch (CacheStoreException e) {
                LOG.warn("{}; Redis is told later", e.getMessage());
            }
        });
    }

    void clear() {
        RedisException failure = null;
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            failure = cleared(lane, failure);
        }
        if (failure != null) {
            throw new CacheStoreException(tiers.name(), "*", "clear", failure);
        }
    }

    void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        Spot<K> spot = tiers.spot(Objects.requireNonNull(key, "key"));
        long begun = tiers.guard().advance(spot.stripe());
        Duration ttl = tiers.terms().ttl(value, null);
        if (tiers.isShared()) {
            Standing standing = putShared(spot, value, ttl);
            replaceNear(spot, value, begun, standing, ttl);
        } else {
            replaceNear(spot, value, begun, null, ttl);
        }
        tiers.counters().put();
    }

    void putAll(Map<? extends K, ? extends V> entries) {
        Map<K, CacheException> failures = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            try {
                put(key, value);
            } catch (CacheException e) {
                failures.put(key, e);
            }
        });
        if (!failures.isEmpty()) {
            throw new CacheBulkException(tiers.name(), "putAll", Map.of(), failures);
        }
    }

    private @Nullable Standing putShared(Spot<K> spot, V value, Duration ttl) {
        try {
            byte[] payload = tiers.remote().envelope().wrap(value);
            Standing standing = tiers.sharedTier()
                    .put(shared(spot), payload, ttl, tiers.terms().hold());
            return standing;
        } catch (RedisException e) {
            untold(spot, tiers.terms().hold());
            throw failed(spot.key(), "put", e);
        } catch (RuntimeException e) {
            drop(spot);
            throw failed(spot.key(), "put", e);
        }
    }

    /** If another change of the key has begun since, nobody knows here which one Redis executed last. */
    private void replaceNear(Spot<K> spot, V value, long begun, @Nullable Standing standing, Duration ttl) {
        boolean isSole = tiers.guard().advance(spot.stripe(), begun);
        Spot<K> now = new Spot<>(spot.key(), spot.shared(), spot.stripe(), begun + 1);
        if (!isSole || (tiers.isShared() && standing == null)) {
            drop(spot);
        } else if (standing == null) {
            tiers.fill().own(now, value, ttl);
        } else {
            long end = tiers.sharedTier().deadline(shared(spot).lane(), standing.ends());
            tiers.fill().stored(now, value, standing.number(), end, ttl);
        }
    }

    private void invalidateAll(Collection<? extends K> keys, Hold hold) {
        if (!tiers.isShared()) {
            keys.forEach(key -> drop(tiers.spot(key)));
            tiers.counters().invalidated(keys.size());
            return;
        }
        Map<Integer, List<Spot<K>>> byLane = new TreeMap<>();
        for (K key : keys) {
            Spot<K> spot = tiers.spot(Objects.requireNonNull(key, "key"));
            byLane.computeIfAbsent(shared(spot).lane(), lane -> new ArrayList<>())
                    .add(spot);
        }
        Map<K, CacheException> failures = new LinkedHashMap<>();
        byLane.forEach((lane, spots) -> {
            for (int from = 0; from < spots.size(); from += MOST_AT_ONCE) {
                invalidate(lane, spots.subList(from, Math.min(spots.size(), from + MOST_AT_ONCE)), hold, failures);
            }
        });
        throwIfAny(failures, keys.size());
    }

    private void invalidate(int lane, List<Spot<K>> spots, Hold hold, Map<K, CacheException> failures) {
        try {
            tiers.sharedTier()
                    .invalidate(lane, spots.stream().map(Changes::shared).toList(), hold);
            tiers.counters().invalidated(spots.size());
        } catch (RedisException e) {
            for (Spot<K> spot : spots) {
                untold(spot, hold);
                failures.put(spot.key(), new CacheStoreException(tiers.name(), spot.key(), "invalidate", e));
            }
            tiers.storeFailed(e);
        } finally {
            spots.forEach(this::drop);
        }
    }

    private void throwIfAny(Map<K, CacheException> failures, int keys) {
        if (failures.isEmpty() || whenStoreFails == WhenStoreFails.REPAIR_LATER) {
            return;
        }
        if (keys == 1) {
            throw failures.values().iterator().next();
        }
        throw new CacheBulkException(tiers.name(), "invalidateAll", Map.of(), failures);
    }

    private @Nullable RedisException cleared(int lane, @Nullable RedisException earlier) {
        RedisException failure = earlier;
        try {
            if (tiers.isShared()) {
                tiers.sharedTier().clear(lane, tiers.terms().hold());
            }
        } catch (RedisException e) {
            tiers.storeFailed(e);
            tiers.remote().membership().view(lane).renew();
            failure = whenStoreFails == WhenStoreFails.FAIL ? e : failure;
        } finally {
            tiers.flushNear(lane);
        }
        return failure;
    }

    /** Redis could not be told: until it is, nothing of the key is taken from either tier. */
    void untold(Spot<K> spot, Hold hold) {
        tiers.remote().membership().repairLater(spot.key(), shared(spot), hold);
        drop(spot);
    }

    void drop(Spot<K> spot) {
        tiers.dropNear(spot.key(), spot.stripe());
    }

    CacheStoreException failed(K key, String operation, RuntimeException cause) {
        tiers.counters().sharedFailed();
        return new CacheStoreException(tiers.name(), key, operation, cause);
    }

    static SharedKey shared(Spot<?> spot) {
        return Objects.requireNonNull(spot.shared());
    }
}
