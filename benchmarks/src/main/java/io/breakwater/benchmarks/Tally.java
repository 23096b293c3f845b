package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What the rounds of one subject at one number of threads add up to. */
final class Tally {

    private final Entrant entrant;
    private final Subject subject;
    private final int threads;
    private final List<Double> rounds = new ArrayList<>();
    private final Histogram nanos = new Histogram(ThreadTurn.DIGITS);
    private ServerUse use = ServerUse.NONE;

    Tally(Entrant entrant, Subject subject, int threads) {
        this.entrant = entrant;
        this.subject = subject;
        this.threads = threads;
    }

    Subject subject() {
        return subject;
    }

    void add(Window window, ServerUse used) {
        rounds.add(window.opsPerSecond());
        nanos.add(window.nanos());
        use = use.plus(used);
    }

    Series series(String scenario) {
        long ops = nanos.getTotalCount();
        return new Series(
                scenario,
                entrant,
                threads,
                Unit.OPS_PER_SECOND,
                List.copyOf(rounds),
                use.commandsPer(ops),
                (double) use.bytes() / ops,
                Latency.of(nanos),
                use.cpuMicros() / ops);
    }
}
