package io.breakwater.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the raw subject was from itself: the noise of this run.
 *
 * @param scenario the case
 * @param threads how many threads
 * @param rawAgainstRaw the part by which the two differed in a typical round: the median of the rounds
 */
record Spread(@JsonProperty("case") String scenario, int threads, double rawAgainstRaw) {

    private static final double NOISY = 0.25;

    static Spread of(Series raw, Series again) {
        List<Double> differences = IntStream.range(0, raw.rounds().size())
                .mapToObj(round ->
                        Math.abs(again.rounds().get(round) / raw.rounds().get(round) - 1))
                .toList();
        return new Spread(raw.scenario(), raw.threads(), Median.of(differences));
    }

    /** By how much a time may miss its target: a run that is noisier than that must not help more. */
    double allowance() {
        return Math.min(rawAgainstRaw, NOISY);
    }

    /** Whether hardly anything can be concluded. */
    boolean isNoisy() {
        return rawAgainstRaw > NOISY;
    }
}
