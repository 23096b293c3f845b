package io.breakwater.cache;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Elapsed time that is up to a tick old and costs a read of a field; {@link System#nanoTime()} costs as much as a hit in the near
 * tier does. One daemon thread for all caches of the JVM moves it on, from the first near tier on until the last is closed.
 */
final class CoarseClock {

    static final Duration TICK = Duration.ofMillis(10);

    private static final Object LOCK = new Object();
    private static int users;
    private static @Nullable Thread ticker;
    private static volatile long now = System.nanoTime();

    private CoarseClock() {}

    static long nanos() {
        return now;
    }

    static void use() {
        synchronized (LOCK) {
            now = System.nanoTime();
            if (users++ == 0) {
                start();
            }
        }
    }

    static void release() {
        synchronized (LOCK) {
            if (--users == 0) {
                ticker = null;
            }
        }
    }

    private static void start() {
        Thread thread = new Thread(CoarseClock::tick, "breakwater-cache-clock");
        thread.setDaemon(true);
        ticker = thread;
        thread.start();
    }

    private static void tick() {
        while (isTicker()) {
            LockSupport.parkNanos(TICK.toNanos());
            now = System.nanoTime();
        }
    }

    private static boolean isTicker() {
        synchronized (LOCK) {
            return ticker == Thread.currentThread();
        }
    }
}
