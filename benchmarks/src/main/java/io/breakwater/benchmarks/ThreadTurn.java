package io.breakwater.benchmarks;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/** One thread in one window: when it began and ended by {@link System#nanoTime()}, and how long each operation took. */
record ThreadTurn(long begun, long ended, Histogram nanos) {

    static final int DIGITS = 3;

    /** Closed loop: the next operation begins when the last one has ended. There is at least one. */
    static ThreadTurn run(Operation operation, Duration window) throws Exception {
        Histogram nanos = new Histogram(DIGITS);
        long length = window.toNanos();
        long begun = System.nanoTime();
        long before = begun;
        do {
            operation.run();
            long after = System.nanoTime();
            nanos.recordValue(after - before);
            before = after;
        } while (before - begun < length);
        return new ThreadTurn(begun, before, nanos);
    }
}
