package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** What the forks of one entry at one number of threads add up to. */
final class JmhTally {

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    private final JmhEntry entry;
    private final int threads;
    private final List<Double> rounds = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    JmhTally(JmhEntry entry, int threads) {
        this.entry = entry;
        this.threads = threads;
    }

    JmhEntry entry() {
        return entry;
    }

    int threads() {
        return threads;
    }

    void add(RunResult result) {
        rounds.add(result.getPrimaryResult().getScore());
        Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
        if (allocated != null) {
            bytes.add(allocated.getScore());
        }
    }

    Series series() {
        return new Series(
                entry.scenario(),
                entry.entrant(),
                threads,
                Unit.NANOS_PER_OP,
                List.copyOf(rounds),
                Map.of(),
                bytes.isEmpty() ? null : Median.of(bytes),
                null,
                null);
    }
}
