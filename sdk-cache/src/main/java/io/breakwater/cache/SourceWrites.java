package io.breakwater.cache;

import io.breakwater.cache.LaneScripts.Told;
import io.breakwater.cache.SharedTier.Settling;
import io.breakwater.cache.SharedTier.Standing;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes through: an intent in Redis, the write in the source, and the settling of the intent. From the first to the last nobody caches
 * the key; whoever dies between them leaves no old value behind.
 */
final class SourceWrites<K, V> {

    private final Tiers<K, V> tiers;
    private final Changes<K, V> changes;
    private final Writer<? super K, ? super V> writer;
    private final WhenStoreFails whenStoreFails;

    SourceWrites(
            Tiers<K, V> tiers,
            Changes<K, V> changes,
            Writer<? super K, ? super V> writer,
            WhenStoreFails whenStoreFails) {
        this.tiers = tiers;
        this.changes = changes;
        this.writer = writer;
        this.whenStoreFails = whenStoreFails;
    }

    void put(K key, V value) {
        Map<K, V> one = Map.of(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        throwSingle(write(one, () -> {
            writer.write(key, value);
            return Map.of();
        }));
    }

    void remove(K key) {
        Map<K, CacheException> failures = new LinkedHashMap<>();
        List<Underway<K, V>> write = begin(List.of(Objects.requireNonNull(key, "key")), Map.of(), failures);
        if (!write.isEmpty()) {
            inSource(write, () -> {
                writer.delete(key);
                return Map.of();
            });
            settle(write, failures);
        }
        throwSingle(failures);
    }

    @SuppressWarnings("unchecked") // a writer of ? super K and ? super V takes a map of K and V as it is
    void putAll(Map<? extends K, ? extends V> entries) {
        Map<K, V> values = new LinkedHashMap<>(entries);
        values.forEach((key, value) -> Objects.requireNonNull(value, "value"));
        Map<K, CacheException> failures = new LinkedHashMap<>();
        List<Underway<K, V>> writes = begin(values.keySet(), values, failures);
        failures.keySet().forEach(values::remove);
        if (!writes.isEmpty()) {
            Map<K, Exception> refused = inSource(
                    writes,
                    () -> Objects.requireNonNull(((Writer<K, V>) writer).writeAll(values), "what writeAll returned"));
            refused.forEach((key, cause) -> failures.put(key, new CacheWriteException(tiers.name(), key, cause)));
            settle(
                    writes.stream()
                            .map(write -> refused.containsKey(write.key()) ? write.unwritten() : write)
                            .toList(),
                    failures);
        }
        if (!failures.isEmpty()) {
            throw new CacheBulkException(tiers.name(), "putAll", Map.of(), failures);
        }
    }

    private Map<K, CacheException> write(Map<K, V> values, SourceCall<K> call) {
        Map<K, CacheException> failures = new LinkedHashMap<>();
        List<Underway<K, V>> writes = begin(values.keySet(), values, failures);
        if (!writes.isEmpty()) {
            inSource(writes, call);
            settle(writes, failures);
        }
        return failures;
    }

    /** The intents, and what they refuse to let be written. */
    private List<Underway<K, V>> begin(Collection<K> keys, Map<K, V> values, Map<K, CacheException> failures) {
        List<Underway<K, V>> intended = new ArrayList<>();
        for (K key : keys) {
            Spot<K> spot = tiers.spot(Objects.requireNonNull(key, "key"));
            V value = values.get(key);
            WriteIntent intent = tiers.isShared() ? tiers.sharedTier().newIntent() : null;
            intended.add(new Underway<>(
                    spot, intent, value, payload(value), tiers.terms().ttl(value, null)));
        }
        List<Told> told = tiers.isShared()
                ? tiers.sharedTier()
                        .intend(intended.stream().map(Underway::settling).toList())
                : List.of();
        List<Underway<K, V>> begun = new ArrayList<>();
        for (int i = 0; i < intended.size(); i++) {
            begin(intended.get(i), told.isEmpty() ? null : told.get(i).failure(), begun, failures);
        }
        return begun;
    }

    private void begin(
            Underway<K, V> write,
            @Nullable RedisException failure,
            List<Underway<K, V>> begun,
            Map<K, CacheException> failures) {
        changes.drop(write.spot());
        if (failure == null) {
            begun.add(write.at(tiers.again(write.spot())));
            return;
        }
        tiers.storeFailed(failure);
        if (whenStoreFails == WhenStoreFails.FAIL) {
            failures.put(
                    write.key(),
                    new CacheStoreException(tiers.name(), write.key(), "that it would be written", failure));
        } else {
            changes.untold(write.spot(), tiers.terms().hold());
            begun.add(write.withoutIntent());
        }
    }

    /** If nobody knows what was written, the cache has nothing of it. */
    private Map<K, Exception> inSource(List<Underway<K, V>> writes, SourceCall<K> call) {
        try {
            return call.run();
        } catch (Throwable e) {
            settle(writes.stream().map(Underway::unwritten).toList(), new LinkedHashMap<>());
            throw unchecked(writes.get(0).key(), e);
        }
    }

    private void settle(List<Underway<K, V>> writes, Map<K, CacheException> failures) {
        writes.stream().filter(write -> write.intent() == null).forEach(this::endWithoutRedis);
        List<Underway<K, V>> intended =
                writes.stream().filter(write -> write.intent() != null).toList();
        if (intended.isEmpty()) {
            return;
        }
        List<Told> told = tiers.sharedTier()
                .settle(
                        intended.stream().map(Underway::settling).toList(),
                        tiers.terms().hold());
        for (int i = 0; i < intended.size(); i++) {
            end(intended.get(i), told.get(i), failures);
        }
    }

    private void end(Underway<K, V> write, Told told, Map<K, CacheException> failures) {
        RedisException failure = told.failure();
        if (failure != null) {
            changes.untold(write.spot(), tiers.terms().hold());
            tiers.storeFailed(failure);
            if (whenStoreFails == WhenStoreFails.FAIL) {
                failures.put(
                        write.key(),
                        new CacheStoreException(tiers.name(), write.key(), "that it was written", failure));
            }
            return;
        }
        Standing standing = SharedTier.standing(told);
        if (standing == null) {
            changes.drop(write.spot());
        } else {
            tiers.replaceNear(write.spot(), Objects.requireNonNull(write.value()), standing, write.ttl());
            tiers.counters().put();
        }
    }

    /** In a cache without Redis, or while Redis could not be told of the write. */
    private void endWithoutRedis(Underway<K, V> write) {
        if (tiers.isShared()) {
            changes.untold(write.spot(), tiers.terms().hold());
        } else if (write.value() == null) {
            changes.drop(write.spot());
        } else {
            tiers.replaceNear(write.spot(), write.value(), null, write.ttl());
            tiers.counters().put();
        }
    }

    /** A value that cannot be encoded is written all the same, and not cached. */
    private byte @Nullable [] payload(@Nullable V value) {
        try {
            return value == null || !tiers.isShared()
                    ? null
                    : tiers.remote().envelope().wrap(value);
        } catch (RuntimeException e) {
            tiers.counters().sharedFailed();
            return null;
        }
    }

    private void throwSingle(Map<K, CacheException> failures) {
        for (CacheException failure : failures.values()) {
            throw failure;
        }
    }

    private RuntimeException unchecked(K key, Throwable failure) {
        if (failure instanceof RuntimeException e) {
            return e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new CacheWriteException(tiers.name(), key, failure);
    }

    /** What is done in the source; the answer is what was not done, and why. */
    private interface SourceCall<K> {

        Map<K, Exception> run() throws Exception;
    }

    /** A write between its intent and its settling. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Underway<K, V>(
            Spot<K> spot,
            @Nullable WriteIntent intent,
            @Nullable V value,
            byte @Nullable [] payload,
            Duration ttl) {

        K key() {
            return spot.key();
        }

        Settling settling() {
            return new Settling(Changes.shared(spot), Objects.requireNonNull(intent), payload, ttl);
        }

        Underway<K, V> at(Spot<K> now) {
            return new Underway<>(now, intent, value, payload, ttl);
        }

        Underway<K, V> withoutIntent() {
            return new Underway<>(spot, null, value, payload, ttl);
        }

        Underway<K, V> unwritten() {
            return new Underway<>(spot, intent, null, null, ttl);
        }
    }
}
