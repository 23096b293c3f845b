package io.breakwater.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The values in this JVM. */
final class NearTier<K, V> {

    private final ConcurrentMap<K, V> values;
    private final FillGuard guard;

    NearTier(int entries, Jitter ttl, Duration atMost, FillGuard guard, Ticker ticker) {
        this.values = Caffeine.newBuilder()
                .maximumSize(entries)
                .expireAfter(Expiry.writing((key, value) -> shorter(ttl.next(), atMost)))
                .executor(Runnable::run)
                .ticker(ticker)
                .<K, V>build()
                .asMap();
        this.guard = guard;
    }

    @Nullable
    V get(K key) {
        return values.get(key);
    }

    /** Keeps a value if the key has not changed since the guard was looked at, and otherwise none: that is always right. */
    void fill(K key, V value, long seen) {
        values.compute(key, (k, held) -> guard.unchanged(k, seen) ? value : null);
    }

    /** By compute, even if nothing is there: it waits for a fill that is under way, and a later one sees the guard. */
    void drop(K key) {
        values.compute(key, (k, held) -> null);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
