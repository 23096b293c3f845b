package io.breakwater.cache;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts into the near tier what was found, for as long as it may be there. */
final class NearFill<K, V> {

    /** How long a value may be near that Redis did not see: as long as a node may be wrong anyway. */
    private static final Duration WITHOUT_REDIS = Backplane.HEARTBEAT;

    /** By this much the clock of the near tier may be late, twice. */
    private static final long LATE = 2 * CoarseClock.TICK.toNanos();

    private final @Nullable NearTier<K, V> near;
    private final Terms terms;
    private final LongSupplier nanos;

    NearFill(@Nullable NearTier<K, V> near, Terms terms, LongSupplier nanos) {
        this.near = near;
        this.terms = terms;
        this.nanos = nanos;
    }

    /**
     * A value that is in Redis, until it ends there.
     *
     * @param end when it does at the earliest, by this JVM's elapsed time
     */
    void stored(Spot<K> spot, @Nullable V value, long number, long end, Duration ttl) {
        long now = nanos.getAsLong();
        long left = end - LATE - now;
        if (left > 0) {
            fill(spot, value, number, now, Math.min(left, terms.nearAtMost().toNanos()), left - late(ttl));
        }
    }

    /** A value of a cache without Redis, or one that Redis cannot keep. */
    void own(Spot<K> spot, @Nullable V value, Duration ttl) {
        long life = Lifetimes.shorter(ttl, terms.nearAtMost()).toNanos();
        fill(spot, value, 0, nanos.getAsLong(), life, life - late(ttl));
    }

    /** A value that was loaded while Redis was silent: nobody could tell this node of a change. */
    void unheard(Spot<K> spot, @Nullable V value, Duration ttl) {
        Duration life = Lifetimes.shorter(WITHOUT_REDIS, Lifetimes.shorter(ttl, terms.nearAtMost()));
        fill(spot, value, 0, nanos.getAsLong(), life.toNanos(), life.toNanos());
    }

    /** That a load failed, until the next one may be tried. */
    void failed(Spot<K> spot, Throwable cause, int count, Duration pause) {
        if (near == null) {
            return;
        }
        long end = nanos.getAsLong() + pause.toNanos();
        Failure failure = new Failure(cause, count);
        near.fill(spot.key(), new NearEntry<>(null, failure, 0, end, end, end, lane(spot)), spot.stripe(), spot.seen());
    }

    private void fill(Spot<K> spot, @Nullable V value, long number, long now, long life, long untilRefresh) {
        if (near == null) {
            return;
        }
        long deadline = now + life;
        long fresh = now + Math.max(0, Math.min(life, untilRefresh));
        long stale = deadline + terms.stale().toNanos();
        near.fill(
                spot.key(),
                new NearEntry<>(value, null, number, fresh, deadline, stale, lane(spot)),
                spot.stripe(),
                spot.seen());
    }

    /** The last part of a life, in which it is time for a refresh. */
    private long late(Duration ttl) {
        return (long) (ttl.toNanos() * (1 - terms.refreshAt()));
    }

    private int lane(Spot<K> spot) {
        return FillGuard.laneOf(spot.stripe());
    }
}
