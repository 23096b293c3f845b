package io.breakwater.redis.link;

import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * How long to wait before the next attempt to connect: doubling, bounded, and spread so that many clients do not come at once.
 * A connection that lasted ends the count; one that was lost again at once shortens the pause, to some 30 ms, but not to nothing.
 */
final class Backoff {

    static final long LONGEST_MILLIS = 500;
    static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FIRST_MILLIS = 2;
    private static final int MOST_DOUBLINGS = 8;
    private static final int OF_THE_SHORT_LIVED = 4;

    private final NanoClock clock;
    private final DoubleSupplier random;

    private int attempts;
    private boolean working;
    private long workingSince;

    Backoff(NanoClock clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    /** The pause before the next attempt, in milliseconds; none before the first. */
    synchronized long nextMillis() {
        int before = attempts++;
        return before == 0 ? 0 : spread(FIRST_MILLIS << Math.min(before, MOST_DOUBLINGS));
    }

    /** A pause as long as they become, in milliseconds. */
    long longMillis() {
        return spread(LONGEST_MILLIS);
    }

    private long spread(long millis) {
        long most = Math.min(LONGEST_MILLIS, millis);
        return most / 2 + (long) (random.getAsDouble() * most / 2);
    }

    /** Whether no attempt was waited for since the last connection that lasted. */
    synchronized boolean isFresh() {
        return attempts == 0;
    }

    /** The connection can be used. */
    synchronized void works() {
        working = true;
        workingSince = clock.nanos();
    }

    /** The connection has ended, whether it could be used or not. */
    synchronized void ended() {
        if (working) {
            working = false;
            attempts = clock.nanos() - workingSince > LASTING_NANOS ? 0 : Math.min(attempts, OF_THE_SHORT_LIVED);
        }
    }
}
