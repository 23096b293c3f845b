package io.breakwater.cache;

import io.breakwater.cache.SharedTier.Standing;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.LinkedHashMap;
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
        Objects.requireNonNull(value, "value");
        Underway<K> write = begin(key);
        try {
            writer.write(key, value);
        } catch (Throwable e) {
            throw abandoned(write, e);
        }
        settle(write, value);
        tiers.counters().put();
    }

    void remove(K key) {
        Underway<K> write = begin(key);
        try {
            writer.delete(key);
        } catch (Throwable e) {
            throw abandoned(write, e);
        }
        settle(write, null);
    }

    void putAll(Map<? extends K, ? extends V> entries) {
        Map<K, Underway<K>> writes = new LinkedHashMap<>();
        Map<K, CacheException> failures = new LinkedHashMap<>();
        Map<K, V> toWrite = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            Objects.requireNonNull(value, "value");
            try {
                writes.put(key, begin(key));
                toWrite.put(key, value);
            } catch (CacheStoreException e) {
                failures.put(key, e);
            }
        });
        Map<K, Exception> refused = toWrite.isEmpty() ? Map.of() : written(toWrite, writes);
        writes.forEach((key, write) -> settleOne(key, write, toWrite, refused, failures));
        if (!failures.isEmpty()) {
            throw new CacheBulkException(tiers.name(), "putAll", Map.of(), failures);
        }
    }

    @SuppressWarnings("unchecked") // a writer of ? super K takes a map of K as it is
    private Map<K, Exception> written(Map<K, V> toWrite, Map<K, Underway<K>> writes) {
        try {
            return ((Writer<K, V>) writer).writeAll(Map.copyOf(toWrite));
        } catch (Throwable e) {
            writes.values().forEach(this::leave);
            throw unchecked(toWrite.keySet().iterator().next(), e);
        }
    }

    private void settleOne(
            K key, Underway<K> write, Map<K, V> values, Map<K, Exception> refused, Map<K, CacheException> failures) {
        Exception refusal = refused.get(key);
        if (refusal != null) {
            leave(write);
            failures.put(key, new CacheWriteException(tiers.name(), key, refusal));
            return;
        }
        try {
            settle(write, Objects.requireNonNull(values.get(key)));
            tiers.counters().put();
        } catch (CacheStoreException e) {
            failures.put(key, e);
        }
    }

    private Underway<K> begin(K key) {
        Spot<K> spot = tiers.spot(Objects.requireNonNull(key, "key"));
        WriteIntent intent = null;
        if (tiers.isShared()) {
            intent = intended(spot);
        }
        changes.drop(spot);
        return new Underway<>(tiers.again(spot), intent);
    }

    /** Null if Redis could not be told and the source is to be written all the same. */
    private @Nullable WriteIntent intended(Spot<K> spot) {
        WriteIntent intent = tiers.sharedTier().newIntent();
        try {
            tiers.sharedTier().intend(Changes.shared(spot), intent);
            return intent;
        } catch (RedisException e) {
            if (whenStoreFails == WhenStoreFails.FAIL) {
                changes.drop(spot);
                throw changes.failed(spot.key(), "write-through", e);
            }
            tiers.storeFailed(e);
            changes.untold(spot, tiers.terms().hold());
            return null;
        }
    }

    private void settle(Underway<K> write, @Nullable V value) {
        Duration ttl = tiers.terms().ttl(value, null);
        if (!tiers.isShared()) {
            keepHere(write, value, ttl);
            return;
        }
        if (write.intent() == null) {
            changes.untold(write.spot(), tiers.terms().hold());
            return;
        }
        Standing standing = settled(write, value, ttl);
        if (standing == null) {
            changes.drop(write.spot());
        } else {
            long end = tiers.sharedTier().deadline(Changes.shared(write.spot()).lane(), standing.ends());
            tiers.fill().stored(write.spot(), value, standing.number(), end, ttl);
        }
    }

    private @Nullable Standing settled(Underway<K> write, @Nullable V value, Duration ttl) {
        try {
            return tiers.sharedTier()
                    .settle(
                            Changes.shared(write.spot()),
                            Objects.requireNonNull(write.intent()),
                            payload(value),
                            ttl,
                            tiers.terms().hold());
        } catch (RedisException e) {
            changes.untold(write.spot(), tiers.terms().hold());
            if (whenStoreFails == WhenStoreFails.FAIL) {
                throw changes.failed(write.spot().key(), "the end of a write-through", e);
            }
            tiers.storeFailed(e);
            return null;
        }
    }

    /** A value that cannot be encoded was written all the same; it is not cached. */
    private byte @Nullable [] payload(@Nullable V value) {
        try {
            return value == null ? null : tiers.remote().envelope().wrap(value);
        } catch (RuntimeException e) {
            tiers.counters().sharedFailed();
            return null;
        }
    }

    private void keepHere(Underway<K> write, @Nullable V value, Duration ttl) {
        if (value == null) {
            changes.drop(write.spot());
        } else {
            tiers.fill().own(write.spot(), value, ttl);
        }
    }

    /** Nobody knows whether the source has the old value or the new one: the cache has neither. */
    private void leave(Underway<K> write) {
        try {
            settle(write, null);
        } catch (CacheStoreException e) {
            tiers.counters().sharedFailed();
        }
        changes.drop(write.spot());
    }

    private RuntimeException abandoned(Underway<K> write, Throwable failure) {
        leave(write);
        return unchecked(write.spot().key(), failure);
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

    /** A write between its intent and its settling. */
    private record Underway<K>(Spot<K> spot, @Nullable WriteIntent intent) {}
}
