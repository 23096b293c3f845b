package io.breakwater.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One search for the value of a key, and what came out, for all who wait. A flight whose loader waits for another flight knows which
 * one: who would close a circle is told so instead of waiting for ever.
 */
final class Flight<R> {

    private static final ThreadLocal<@Nullable Flight<?>> FLYING = new ThreadLocal<>();
    private static final ReentrantLock WAITS = new ReentrantLock();

    private final long seen;
    private final CompletableFuture<R> landing = new CompletableFuture<>();
    private final CompletableFuture<R> meanwhile = new CompletableFuture<>();
    private @Nullable Flight<?> waitsFor;

    /** What the guard showed when the flight began. */
    Flight(long seen) {
        this.seen = seen;
    }

    long seen() {
        return seen;
    }

    CompletableFuture<R> landing() {
        return landing;
    }

    /** It ends with another, whose search is its own as well. */
    void endsWith(Flight<?> other) {
        WAITS.lock();
        try {
            waitsFor = other;
        } finally {
            WAITS.unlock();
        }
    }

    /** This thread is a loader's. */
    static boolean isInLoader() {
        return FLYING.get() != null;
    }

    /** What those may have who would rather not wait. */
    void offer(R result) {
        meanwhile.complete(result);
    }

    @Nullable
    R offered() {
        return meanwhile.getNow(null);
    }

    /** Runs the search in this thread. */
    void fly(Runnable search) {
        Flight<?> outer = FLYING.get();
        FLYING.set(this);
        try {
            search.run();
        } finally {
            if (outer == null) {
                FLYING.remove();
            } else {
                FLYING.set(outer);
            }
        }
    }

    /**
     * Runs a search that this thread's own loader needs, in this thread.
     *
     * @return false if it would wait for itself
     */
    boolean flyWithin(Runnable search) {
        Flight<?> outer = FLYING.get();
        if (outer == null || !outer.beginsToWaitFor(this)) {
            return false;
        }
        try {
            fly(search);
            return true;
        } finally {
            outer.waitsNoMore();
        }
    }

    /**
     * The result.
     *
     * @throws TimeoutException if there is none in time
     * @throws CircleException if it will never come
     */
    R await(Duration atMost) throws InterruptedException, TimeoutException, CircleException {
        return await(landing, atMost);
    }

    /**
     * The result, or what is offered if that comes first.
     *
     * @throws TimeoutException if there is neither in time
     * @throws CircleException if the result will never come
     */
    @SuppressWarnings("unchecked") // it comes from one of the two
    R awaitEither(Duration atMost) throws InterruptedException, TimeoutException, CircleException {
        return (R) await(CompletableFuture.anyOf(landing, meanwhile), atMost);
    }

    private <T> T await(CompletableFuture<T> coming, Duration atMost)
            throws InterruptedException, TimeoutException, CircleException {
        Flight<?> outer = FLYING.get();
        if (outer == null) {
            return outcome(coming, atMost);
        }
        if (!outer.beginsToWaitFor(this)) {
            throw new CircleException();
        }
        try {
            return outcome(coming, atMost);
        } finally {
            outer.waitsNoMore();
        }
    }

    private static <T> T outcome(CompletableFuture<T> coming, Duration atMost)
            throws InterruptedException, TimeoutException {
        try {
            return coming.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TimeoutException late) {
                throw late;
            }
            throw e.getCause() instanceof Failed failed ? unchecked(failed.failure()) : unchecked(e);
        }
    }

    static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            return e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return new IllegalStateException(failure);
    }

    private boolean beginsToWaitFor(Flight<?> other) {
        WAITS.lock();
        try {
            for (Flight<?> next = other; next != null; next = next.waitsFor) {
                if (next == this) {
                    return false;
                }
            }
            waitsFor = other;
            return true;
        } finally {
            WAITS.unlock();
        }
    }

    private void waitsNoMore() {
        WAITS.lock();
        try {
            waitsFor = null;
        } finally {
            WAITS.unlock();
        }
    }

    /** What was thrown in a search, as it is: futures take the exceptions of futures for their own. */
    static final class Failed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        Failed(Throwable failure) {
            super(null, failure, false, false);
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }

    /** A loader needs what needs it. */
    static final class CircleException extends Exception {

        private static final long serialVersionUID = 1L;
    }
}
