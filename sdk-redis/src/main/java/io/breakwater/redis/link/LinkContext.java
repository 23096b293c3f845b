package io.breakwater.redis.link;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all nodes of one link have in common. */
final class LinkContext {

    private static final Logger LOG = LoggerFactory.getLogger(LinkContext.class);

    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final NanoClock clock;
    private final DoubleSupplier random;
    private final Counters counters = new Counters();
    private final AtomicLong generations = new AtomicLong();
    private final Abandoned abandoned = new Abandoned();

    LinkContext(Duration timeout, ScheduledExecutorService timer, NanoClock clock, DoubleSupplier random) {
        this.timeout = timeout;
        this.timer = timer;
        this.clock = clock;
        this.random = random;
    }

    Duration timeout() {
        return timeout;
    }

    NanoClock clock() {
        return clock;
    }

    DoubleSupplier random() {
        return random;
    }

    Counters counters() {
        return counters;
    }

    /** The connections that were lost, of all nodes. */
    Abandoned abandoned() {
        return abandoned;
    }

    /** The greatest that there was. */
    long lastGeneration() {
        return generations.get();
    }

    long nextGeneration() {
        return generations.incrementAndGet();
    }

    /** On lettuce's timer thread. Nothing happens after the link was closed. */
    void after(long millis, Runnable task) {
        try {
            var unused = timer.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // The threads have ended, and with them whatever was to be done.
        }
    }

    /** The same, unless a future completes before. */
    void after(long millis, CompletableFuture<?> future, Runnable task) {
        try {
            ScheduledFuture<?> timed = timer.schedule(() -> run(task), millis, TimeUnit.MILLISECONDS);
            var unused = future.whenComplete((done, failure) -> timed.cancel(false));
        } catch (RejectedExecutionException closed) {
            // As above.
        }
    }

    /** A timer keeps what a task throws to itself. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A task of the link to Redis failed", e);
        }
    }
}
