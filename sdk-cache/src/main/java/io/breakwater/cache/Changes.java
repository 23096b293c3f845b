package io.breakwater.cache;

import io.breakwater.cache.LaneScripts.Told;
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
    private static final byte[] NOTHING = {};

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
        Require.that(!Objects.requireNonNull(token, "token").isEmpty(), "freshness token", "empty", "1 to 200 bytes");
        if (!tiers.isShared()) {
            throw new IllegalStateException("Cache " + tiers.name() + " needs shared(…) for freshness tokens");
        }
        Hold hold = tiers.terms().hold(token);
        invalidateAll(List.of(Objects.requireNonNull(key, "key")), hold);
    }

    void invalidateAll(Collection<? extends K> keys) {
        invalidateAll(keys, tiers.terms().hold());
    }

    /** For the time after a commit: there is nobody left to be told of a failure, and it will be made good. */
    void invalidateAfterCommit(K key, Consumer<? super Runnable> afterCommit) {
        // A key that is refused must be so before the commit.
        var unused = tiers.spot(Objects.requireNonNull(key, "key"));
        afterCommit.accept((Runnable) () -> {
            try {
                invalidate(key);
            } catch (CacheStoreException e) {
                LOG.warn("{}; Redis is told later", e.getMessage());
            }
        });
    }

    void clear() {
        List<Told> told =
                tiers.isShared() ? tiers.sharedTier().clear(tiers.terms().hold()) : List.of();
        RedisException failure = null;
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            if (lane < told.size() && told.get(lane).failure() != null) {
                failure = told.get(lane).failure();
                tiers.remote().membership().view(lane).renew();
            }
            tiers.flushNear(lane);
        }
        if (failure != null) {
            report(new CacheStoreException(tiers.name(), "*", "clear", failure));
        }
    }

    void put(K key, V value) {
        putEach("put", Map.of(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value")));
    }

    void putAll(Map<? extends K, ? extends V> entries) {
        putEach("putAll", entries);
    }

    private void putEach(String operation, Map<? extends K, ? extends V> entries) {
        Map<K, CacheException> failures = new LinkedHashMap<>();
        Map<Spot<K>, CacheException> unencodable = new LinkedHashMap<>();
        List<Put<K, V>> puts = new ArrayList<>();
        entries.forEach((key, value) -> begin(key, value, puts, unencodable));
        List<Told> told = tiers.isShared()
                ? tiers.sharedTier()
                        .put(
                                puts.stream().map(Put::putting).toList(),
                                tiers.terms().hold())
                : List.of();
        for (int i = 0; i < puts.size(); i++) {
            end(puts.get(i), told.isEmpty() ? null : told.get(i), failures);
        }
        if (!unencodable.isEmpty()) {
            throw removed(operation, unencodable, failures);
        }
        throwIfAny(operation, failures);
    }

    private void begin(K key, V value, List<Put<K, V>> puts, Map<Spot<K>, CacheException> unencodable) {
        Objects.requireNonNull(value, "value");
        Spot<K> spot = tiers.advanced(tiers.spot(Objects.requireNonNull(key, "key")));
        try {
            byte[] payload = tiers.isShared() ? tiers.remote().envelope().wrap(value) : NOTHING;
            puts.add(new Put<>(spot, value, payload, tiers.terms().ttl(value, null)));
        } catch (RuntimeException e) {
            tiers.counters().sharedFailed();
            unencodable.put(spot, new CacheStoreException(tiers.name(), key, "put", e));
        }
    }

    /** What cannot be put must not leave the old value: it goes, and the caller is told in any case. */
    private CacheException removed(
            String operation, Map<Spot<K>, CacheException> unencodable, Map<K, CacheException> failures) {
        invalidateShared(
                groups(List.copyOf(unencodable.keySet())), tiers.terms().hold(), failures);
        unencodable.forEach((spot, failure) -> {
            drop(spot);
            failures.put(spot.key(), failure);
        });
        return asOne(operation, failures);
    }

    private void end(Put<K, V> put, @Nullable Told told, Map<K, CacheException> failures) {
        if (told != null && told.failure() != null) {
            untold(put.spot(), tiers.terms().hold());
            tiers.storeFailed(told.failure());
            failures.put(put.key(), new CacheStoreException(tiers.name(), put.key(), "put", told.failure()));
            return;
        }
        tiers.replaceNear(put.spot(), put.value(), told == null ? null : SharedTier.standing(told), put.ttl());
        tiers.counters().put();
    }

    private void invalidateAll(Collection<? extends K> keys, Hold hold) {
        List<Spot<K>> spots = new ArrayList<>();
        for (K key : keys) {
            spots.add(tiers.spot(Objects.requireNonNull(key, "key")));
        }
        Map<K, CacheException> failures = new LinkedHashMap<>();
        if (tiers.isShared() && !spots.isEmpty()) {
            invalidateShared(groups(spots), hold, failures);
        }
        spots.forEach(this::drop);
        tiers.counters().invalidated(spots.size() - failures.size());
        throwIfAny("invalidateAll", failures);
    }

    private void invalidateShared(List<List<Spot<K>>> groups, Hold hold, Map<K, CacheException> failures) {
        List<List<SharedKey>> keys = groups.stream()
                .map(group -> group.stream().map(Changes::shared).toList())
                .toList();
        List<Told> told = tiers.sharedTier().invalidate(keys, hold);
        for (int i = 0; i < groups.size(); i++) {
            RedisException failure = told.get(i).failure();
            if (failure != null) {
                tiers.storeFailed(failure);
                for (Spot<K> spot : groups.get(i)) {
                    untold(spot, hold);
                    failures.put(spot.key(), new CacheStoreException(tiers.name(), spot.key(), "invalidate", failure));
                }
            }
        }
    }

    /** One message is about keys of one lane, and about a hundred at most. */
    private static <K> List<List<Spot<K>>> groups(List<Spot<K>> spots) {
        Map<Integer, List<Spot<K>>> byLane = new TreeMap<>();
        spots.forEach(spot -> byLane.computeIfAbsent(shared(spot).lane(), lane -> new ArrayList<>())
                .add(spot));
        List<List<Spot<K>>> groups = new ArrayList<>();
        for (List<Spot<K>> ofLane : byLane.values()) {
            for (int from = 0; from < ofLane.size(); from += MOST_AT_ONCE) {
                groups.add(ofLane.subList(from, Math.min(ofLane.size(), from + MOST_AT_ONCE)));
            }
        }
        return groups;
    }

    private void throwIfAny(String operation, Map<K, CacheException> failures) {
        if (!failures.isEmpty()) {
            report(asOne(operation, failures));
        }
    }

    private CacheException asOne(String operation, Map<K, CacheException> failures) {
        return failures.size() == 1
                ? failures.values().iterator().next()
                : new CacheBulkException(tiers.name(), operation, Map.of(), failures);
    }

    private void report(CacheException failure) {
        if (whenStoreFails == WhenStoreFails.FAIL) {
            throw failure;
        }
    }

    /** Redis could not be told: until it is, nothing of the key is taken from either tier. */
    void untold(Spot<K> spot, Hold hold) {
        tiers.remote().membership().repairLater(spot.key(), shared(spot), hold);
        drop(spot);
    }

    void drop(Spot<K> spot) {
        tiers.dropNear(spot.key(), spot.stripe());
    }

    static SharedKey shared(Spot<?> spot) {
        return Objects.requireNonNull(spot.shared());
    }

    /** A value on its way. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Put<K, V>(Spot<K> spot, V value, byte[] payload, Duration ttl) {

        K key() {
            return spot.key();
        }

        SharedTier.Putting putting() {
            return new SharedTier.Putting(shared(spot), payload, ttl);
        }
    }
}
