package io.breakwater.redis.link;

import java.util.function.DoubleSupplier;

/** How long to wait before the next attempt to connect: doubling, bounded, and spread so that many clients do not come at once. */
final class Backoff {

    private static final long FIRST_MILLIS = 2;
    private static final long LONGEST_MILLIS = 500;
    private static final int DOUBLINGS = 8;

    private final DoubleSupplier random;

    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * The pause before an attempt, in milliseconds.
     *
     * @param failures how many attempts in a row have failed; after none it is tried at once
     */
    long millis(int failures) {
        if (failures == 0) {
            return 0;
        }
        long most = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(failures, DOUBLINGS));
        return most / 2 + (long) (random.getAsDouble() * most / 2);
    }
}
