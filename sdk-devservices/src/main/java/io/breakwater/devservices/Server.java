package io.breakwater.devservices;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A server of ours that can be launched, killed and launched again: a process of this machine, or a container. */
interface Server {

    Duration READY_WITHIN = Duration.ofSeconds(30);
    long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    String name();

    /** Returns before the server is ready; refuses when it runs already. */
    void launch();

    boolean isAlive();

    /** As the server itself sees it. */
    long pid();

    /** With its children, also when it is paused; returns when they are gone. */
    void kill();

    void pause();

    void resume();

    /** Ends the server and deletes its data. May be called in any state, and again. */
    void close();

    /** What to add to a message about the server. */
    String logTail();

    default void requireStopped() {
        if (isAlive()) {
            throw new DevServicesException(name() + " runs already");
        }
    }

    default void awaitReady(BooleanSupplier ready) {
        await(ready, "get ready", READY_WITHIN);
    }

    default void await(BooleanSupplier condition, String what, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (!condition.getAsBoolean()) {
            if (!isAlive()) {
                throw new DevServicesException(name() + " ended before it could " + what + logTail());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new DevServicesException(
                        name() + " did not " + what + " within " + within.toSeconds() + " s" + logTail());
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new DevServicesException("Interrupted while waiting for " + name());
            }
        }
    }
}
