package io.breakwater.redis.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what may as well not come. */
final class Waiting {

    private Waiting() {}

    /** Returns when it is there, or the time is over, or the caller is interrupted; he stays interrupted. */
    static void briefly(CompletableFuture<?> future, Duration most) {
        try {
            future.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It is not there, and whoever asks next is told why.
        }
    }
}
