package io.breakwater.devservices;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until several servers together have reached a state. */
final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Await() {}

    static void until(String goal, Duration within, State state) {
        long deadline = System.nanoTime() + within.toNanos();
        String missing = missing(state);
        while (!missing.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                throw new DevServicesException(
                        "Not within " + within.toSeconds() + " s: " + goal + "; missing: " + missing);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new DevServicesException("Interrupted while waiting: " + goal);
            }
            LockSupport.parkNanos(POLL_NANOS);
            missing = missing(state);
        }
    }

    /** A server that does not answer, or refuses, has not reached the state yet. */
    private static String missing(State state) {
        try {
            return state.missing();
        } catch (IOException e) {
            return "an answer (" + e.getMessage() + ")";
        }
    }

    /** A state that servers are to reach. */
    interface State {

        /** What is not so yet, for whoever waited in vain; empty when the state is reached. */
        String missing() throws IOException;
    }
}
