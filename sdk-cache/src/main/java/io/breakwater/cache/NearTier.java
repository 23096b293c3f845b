package io.breakwater.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The values in this JVM. What has ended stays until it is replaced or crowded out: it may be needed when the source fails, and to
 * remove it would cost each hit a look at the clock.
 */
final class NearTier<K, V> {

    private final ConcurrentMap<K, NearEntry<V>> entries;
    private final FillGuard guard;
    private final LongSupplier clock;
    private final ReadWriteLock fills = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /** The clock may be a coarse one: it decides about hits only. */
    NearTier(int most, FillGuard guard, Counters counters, LongSupplier clock) {
        this.entries = Caffeine.newBuilder()
                .maximumSize(most)
                .evictionListener((key, entry, cause) -> counters.evicted())
                .<K, NearEntry<V>>build()
                .asMap();
        this.guard = guard;
        this.clock = clock;
    }

    /** The value of a key while there is nothing to think about, else null. */
    @Nullable
    V fresh(K key) {
        NearEntry<V> entry = entries.get(key);
        return entry != null && entry.freshUntil() - clock.getAsLong() > 0 ? entry.value() : null;
    }

    @Nullable
    NearEntry<V> entry(K key) {
        return entries.get(key);
    }

    /**
     * Keeps an entry if the key has not changed since the guard was looked at; what is there stays if it has, or if it is of a later
     * version.
     */
    void fill(K key, NearEntry<V> entry, int stripe, long seen) {
        fills.readLock().lock();
        try {
            entries.compute(key, (k, held) -> kept(held, entry, stripe, seen));
        } finally {
            fills.readLock().unlock();
        }
    }

    private @Nullable NearEntry<V> kept(@Nullable NearEntry<V> held, NearEntry<V> entry, int stripe, long seen) {
        if (closed) {
            return null;
        }
        if (!guard.unchanged(stripe, seen)) {
            return held;
        }
        return held != null && held.number() > entry.number() && entry.number() != 0 ? held : entry;
    }

    /** By compute, even if nothing is there: it waits for a fill that is under way, and a later one sees the guard. */
    void drop(K key, int stripe) {
        guard.advance(stripe);
        entries.compute(key, (k, held) -> null);
    }

    /** What is there goes, and fills that are under way may still come. */
    void remove(K key) {
        entries.compute(key, (k, held) -> null);
    }

    /** All of a lane. It waits for the fills that are under way: what they are about to add cannot be seen here yet. */
    void flush(int lane) {
        fills.writeLock().lock();
        try {
            guard.advanceLane(lane);
        } finally {
            fills.writeLock().unlock();
        }
        entries.forEach((key, entry) -> {
            if (entry.lane() == lane) {
                entries.remove(key);
            }
        });
    }

    /** Nothing is kept any more. */
    void close() {
        closed = true;
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            flush(lane);
        }
    }

    long size() {
        return entries.size();
    }
}
