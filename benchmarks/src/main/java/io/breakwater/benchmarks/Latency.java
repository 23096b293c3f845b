package io.breakwater.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * How long single operations took, over all rounds.
 *
 * @param p50Micros half of them took at most so many microseconds
 * @param p99Micros 99 of 100 took at most so many microseconds
 */
public record Latency(double p50Micros, double p99Micros) {

    private static final double NANOS = 1_000;

    static Latency of(Histogram nanos) {
        return new Latency(nanos.getValueAtPercentile(50) / NANOS, nanos.getValueAtPercentile(99) / NANOS);
    }
}
