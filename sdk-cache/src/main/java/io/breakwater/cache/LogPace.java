package io.breakwater.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Allows one log line per period, however often what it tells of happens. */
final class LogPace {

    private final long periodNanos;
    private final LongSupplier nanoClock;
    private final AtomicLong next;

    LogPace(Duration period, LongSupplier nanoClock) {
        this.periodNanos = period.toNanos();
        this.nanoClock = nanoClock;
        this.next = new AtomicLong(nanoClock.getAsLong());
    }

    boolean allows() {
        long now = nanoClock.getAsLong();
        long due = next.get();
        return now - due >= 0 && next.compareAndSet(due, now + periodNanos);
    }
}
