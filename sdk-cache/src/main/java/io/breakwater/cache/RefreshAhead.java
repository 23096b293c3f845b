package io.breakwater.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads values anew before they end: when they are read late in their life, in the background, once among all nodes. What comes of it
 * replaces the very value that was late and no other. After a failure nobody tries again for a while.
 */
final class RefreshAhead<K, V> {

    private static final int MOST_AT_ONCE = 10_000;

    private final Tiers<K, V> tiers;
    private final LoaderThreads threads;
    private final ConcurrentMap<K, Boolean> tried;

    RefreshAhead(Tiers<K, V> tiers, LoaderThreads threads, LongSupplier nanos) {
        this.tiers = tiers;
        this.threads = threads;
        this.tried = Caffeine.newBuilder()
                .maximumSize(MOST_AT_ONCE)
                .expireAfterWrite(tiers.terms().lease())
                .ticker(nanos::getAsLong)
                .<K, Boolean>build()
                .asMap();
    }

    /** A value was read from Redis; it is refreshed if that is due. */
    void ifLate(Spot<K> spot, StoredRecord stored, ContextLoader<? super K, V> loader, ReadOptions options) {
        if (tiers.terms().refreshAt() < 1 && isLate(spot, stored)) {
            of(spot, stored.number(), loader, options);
        }
    }

    /** A value is late. */
    void of(Spot<K> spot, long number, ContextLoader<? super K, V> loader, ReadOptions options) {
        if (tried.putIfAbsent(spot.key(), true) != null) {
            return;
        }
        Flight<Boolean> flight = new Flight<>(spot.seen());
        try {
            FutureTask<?> task = threads.run(() -> flight.fly(() -> refresh(spot, number, loader, options, flight)));
            interruptIfHung(task, flight);
        } catch (RejectedExecutionException busy) {
            // Loads that somebody waits for go first.
        }
    }

    private boolean isLate(Spot<K> spot, StoredRecord stored) {
        long late = (long) (TimeUnit.MILLISECONDS.toNanos(stored.ttl())
                * (1 - tiers.terms().refreshAt()));
        long end = tiers.sharedTier()
                .deadline(Objects.requireNonNull(spot.shared()).lane(), stored.ends());
        return end - System.nanoTime() <= late;
    }

    private void interruptIfHung(FutureTask<?> task, Flight<Boolean> flight) {
        var unused = flight.landing()
                .orTimeout(tiers.terms().hard().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((done, hung) -> {
                    if (hung != null) {
                        task.cancel(true);
                    }
                });
    }

    private void refresh(
            Spot<K> spot,
            long number,
            ContextLoader<? super K, V> loader,
            ReadOptions options,
            Flight<Boolean> flight) {
        boolean done = false;
        try {
            done = spot.shared() == null ? here(spot, loader, options) : inRedis(spot, number, loader, options);
        } catch (RedisException e) {
            tiers.storeFailed(e);
        } finally {
            flight.landing().complete(done);
            if (done) {
                tiers.counters().refreshed();
                tried.remove(spot.key());
            }
        }
    }

    private boolean here(Spot<K> spot, ContextLoader<? super K, V> loader, ReadOptions options) {
        NearEntry<V> entry = tiers.entry(spot.key());
        V current = entry == null ? null : entry.value();
        Loaded<V> loaded = tiers.load(spot.key(), loader, new OpenContext<>(current, List.of()));
        if (loaded.failure() != null || !tiers.terms().keeps(loaded.value())) {
            return false;
        }
        tiers.fill().own(spot, loaded.value(), ttl(loaded, options));
        return true;
    }

    private boolean inRedis(Spot<K> spot, long number, ContextLoader<? super K, V> loader, ReadOptions options) {
        SharedKey key = Objects.requireNonNull(spot.shared());
        Lease lease = tiers.sharedTier().refresh(key, number, tiers.terms().lease());
        if (lease == null) {
            return false;
        }
        NearEntry<V> entry = tiers.entry(spot.key());
        @Nullable V current = entry == null ? null : entry.value();
        Loaded<V> loaded = tiers.load(spot.key(), loader, new OpenContext<>(current, lease.tokens()));
        return loaded.failure() == null && tiers.store(spot, lease, loaded, ttl(loaded, options));
    }

    private Duration ttl(Loaded<V> loaded, ReadOptions options) {
        Duration wished = loaded.wishedTtl();
        return tiers.terms().ttl(loaded.value(), wished == null ? options.ttl() : wished);
    }
}
