package io.breakwater.redis.link;

import java.util.concurrent.TimeUnit;

/** Lets one line in ten seconds through: an outage is told, not its every call. */
final class LogPace {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final NanoClock clock;
    private long next;
    private boolean begun;

    LogPace(NanoClock clock) {
        this.clock = clock;
    }

    synchronized boolean allows() {
        long now = clock.nanos();
        if (begun && now - next < 0) {
            return false;
        }
        begun = true;
        next = now + EVERY_NANOS;
        return true;
    }
}
