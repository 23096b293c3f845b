package io.breakwater.cache;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of some work by the thread that made the flight, and what came out, for all who wait. */
final class Flight<R> {

    private final Thread owner = Thread.currentThread();
    private final CountDownLatch landed = new CountDownLatch(1);
    private @Nullable R result;
    private @Nullable Throwable failure;

    boolean isOwn() {
        return owner == Thread.currentThread();
    }

    void fly(Supplier<R> work) {
        try {
            result = work.get();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    void land() {
        landed.countDown();
    }

    R await() throws InterruptedException {
        landed.await();
        return outcome();
    }

    R outcome() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        return Objects.requireNonNull(result);
    }
}
