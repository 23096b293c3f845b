package io.breakwater.cache;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does its work once a period, and at once when asked to, in one daemon thread. */
final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Duration period;
    private final Runnable work;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private final LogPace oddities = new LogPace(Duration.ofSeconds(10), System::nanoTime);

    private @Nullable Thread thread;
    private boolean hurry;

    Heartbeat(Duration period, Runnable work) {
        this.period = period;
        this.work = work;
    }

    void start() {
        lock.lock();
        try {
            thread = new Thread(this::run, "breakwater-cache-heartbeat");
            thread.setDaemon(true);
            thread.start();
        } finally {
            lock.unlock();
        }
    }

    /** Returns at once; the work that is under way may still end. */
    void stop() {
        lock.lock();
        try {
            thread = null;
            due.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void soon() {
        lock.lock();
        try {
            hurry = true;
            due.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (isDue()) {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                if (oddities.allows()) {
                    LOG.warn("A heartbeat failed; the next one comes in {}", period, e);
                }
            }
        }
    }

    /** Waits for the next beat; false when there is none. */
    private boolean isDue() {
        lock.lock();
        try {
            long left = period.toNanos();
            while (thread == Thread.currentThread() && !hurry && left > 0) {
                left = due.awaitNanos(left);
            }
            hurry = false;
            return thread == Thread.currentThread();
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }
}
