package io.breakwater.devservices;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what others do, by looking again and again. */
final class Await {

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private Await() {}

    /**
     * Whether the condition holds at last.
     *
     * @throws DevServicesException if the thread is interrupted; it stays so
     */
    static boolean within(Duration limit, String goal, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean holds = condition.getAsBoolean();
        while (!holds && System.nanoTime() - deadline <= 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new DevServicesException("Interrupted while waiting: " + goal);
            }
            LockSupport.parkNanos(POLL_NANOS);
            holds = condition.getAsBoolean();
        }
        return holds;
    }

    /** The same for what must not be left half done: the thread waits on, and is interrupted afterwards. */
    static boolean withinUninterrupted(Duration limit, BooleanSupplier condition) {
        boolean interrupted = Thread.interrupted();
        try {
            long deadline = System.nanoTime() + limit.toNanos();
            boolean holds = condition.getAsBoolean();
            while (!holds && System.nanoTime() - deadline <= 0) {
                LockSupport.parkNanos(POLL_NANOS);
                interrupted |= Thread.interrupted();
                holds = condition.getAsBoolean();
            }
            return holds;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits until several servers together have reached a state. */
    static void until(String goal, Duration limit, State state) {
        String[] missing = {""};
        boolean reached = within(limit, goal, () -> {
            missing[0] = missing(state);
            return missing[0].isEmpty();
        });
        if (!reached) {
            throw new DevServicesException(
                    "Not within " + limit.toSeconds() + " s: " + goal + "; missing: " + missing[0]);
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
