package io.breakwater.devservices;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** The latest requests of one kind, at most so many in number and in size, and how many there were in all. */
final class LlmLog {

    private static final int LARGEST = 10_000;
    private static final long LARGEST_CHARACTERS = 64L << 20;

    private final String what;
    private final Lock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<LlmRequest> latest = new ArrayDeque<>();
    private long characters;
    private long total;

    LlmLog(String what) {
        this.what = what;
    }

    void add(LlmRequest request) {
        lock.lock();
        try {
            latest.add(request);
            total++;
            characters += request.body().length();
            while (latest.size() > LARGEST || characters > LARGEST_CHARACTERS) {
                characters -= latest.remove().body().length();
            }
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    List<LlmRequest> latest() {
        lock.lock();
        try {
            return List.copyOf(latest);
        } finally {
            lock.unlock();
        }
    }

    List<LlmRequest> await(int count, Duration within) {
        Require.that(count >= 0, "count", count, "0 or more");
        lock.lock();
        try {
            long left = within.toNanos();
            while (total < count && left > 0) {
                left = added.awaitNanos(left);
            }
            if (total < count) {
                throw new DevServicesException(
                        total + " of " + count + " requests " + what + " within " + within.toMillis() + " ms");
            }
            return List.copyOf(latest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevServicesException("Interrupted while waiting for requests", e);
        } finally {
            lock.unlock();
        }
    }
}
