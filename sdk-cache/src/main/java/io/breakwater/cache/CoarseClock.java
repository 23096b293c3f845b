package io.breakwater.cache;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Elapsed time that is up to a tick old and costs a read of a field; {@link System#nanoTime()} costs as much as a hit in the near
 * tier does. One daemon thread moves it on as long as anybody uses it.
 */
final class CoarseClock {

    static final Duration TICK = Duration.ofMillis(10);

    /** The clock of all caches of the JVM. */
    static final CoarseClock SHARED = new CoarseClock();

    private final Object lock = new Object();
    private int users;
    private @Nullable Thread ticking;
    private volatile long now = System.nanoTime();

    long nanos() {
        return now;
    }

    void use() {
        synchronized (lock) {
            if (users == 0) {
                now = System.nanoTime();
                start();
            }
            users++;
        }
    }

    void release() {
        synchronized (lock) {
            users--;
            if (users == 0) {
                ticking = null;
            }
        }
    }

    /** The thread that moves it on, while there is one. */
    @Nullable
    Thread ticking() {
        synchronized (lock) {
            return ticking;
        }
    }

    private void start() {
        Thread thread = new Thread(this::tick, "breakwater-cache-clock");
        thread.setDaemon(true);
        thread.start();
        ticking = thread;
    }

    private void tick() {
        while (isWanted()) {
            LockSupport.parkNanos(TICK.toNanos());
            now = System.nanoTime();
        }
    }

    private boolean isWanted() {
        synchronized (lock) {
            return ticking == Thread.currentThread();
        }
    }
}
