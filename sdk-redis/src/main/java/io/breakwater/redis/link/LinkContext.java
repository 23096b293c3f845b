package io.breakwater.redis.link;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/** What all nodes of one link have in common. */
final class LinkContext {

    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final NanoClock clock;
    private final DoubleSupplier random;
    private final Counters counters = new Counters();
    private final AtomicLong generations = new AtomicLong();

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

    long nextGeneration() {
        return generations.incrementAndGet();
    }

    /** On lettuce's timer thread. Nothing happens after the link was closed. */
    void after(long millis, Runnable task) {
        try {
            var unused = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            // The threads have ended, and with them whatever was to be done.
        }
    }
}
