package io.breakwater.benchmarks;

import java.util.List;
import org.HdrHistogram.Histogram;

/** One turn of one subject: what all its threads did together. */
record Window(long ops, double seconds, Histogram nanos) {

    private static final double NANOS = 1e9;

    /** From the first thread's start to the last one's end. */
    static Window of(List<ThreadTurn> turns) {
        Histogram all = new Histogram(ThreadTurn.DIGITS);
        turns.forEach(turn -> all.add(turn.nanos()));
        long begun = turns.get(0).begun();
        long first =
                turns.stream().mapToLong(turn -> turn.begun() - begun).min().orElseThrow();
        long last = turns.stream().mapToLong(turn -> turn.ended() - begun).max().orElseThrow();
        return new Window(all.getTotalCount(), (last - first) / NANOS, all);
    }

    double opsPerSecond() {
        return ops / seconds;
    }
}
