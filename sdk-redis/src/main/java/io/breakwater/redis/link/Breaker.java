package io.breakwater.redis.link;

import java.util.concurrent.TimeUnit;

/**
 * How long a server that missed a reply is left alone, beside the time until it answers a probe: not at all the first time, since
 * a pause of this JVM looks the same, and twice as long with each relapse. Without that, a server that answers probes and is too
 * slow for commands would cost a timeout again and again.
 */
final class Breaker {

    static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long FIRST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_HOLD_NANOS = TimeUnit.MILLISECONDS.toNanos(1_600);

    private final NanoClock clock;
    private long hold;
    private long heldUntil;
    private long closedAt;
    private boolean closedBefore;

    Breaker(NanoClock clock) {
        this.clock = clock;
    }

    /** A reply was missed. */
    synchronized void opened() {
        boolean relapse = closedBefore && clock.nanos() - closedAt < SETTLED_NANOS;
        hold = relapse ? Math.min(LONGEST_HOLD_NANOS, Math.max(FIRST_HOLD_NANOS, hold * 2)) : 0;
        heldUntil = clock.nanos() + hold;
    }

    /** How much longer nothing may be sent although a probe was answered, in nanoseconds; 0 or less if it may. */
    synchronized long heldNanos() {
        return hold == 0 ? 0 : heldUntil - clock.nanos();
    }

    /** Commands are sent again. */
    synchronized void closed() {
        closedAt = clock.nanos();
        closedBefore = true;
    }
}
