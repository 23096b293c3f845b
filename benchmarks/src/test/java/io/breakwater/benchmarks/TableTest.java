package io.breakwater.benchmarks;

import static io.breakwater.benchmarks.Samples.nanos;
import static io.breakwater.benchmarks.Samples.ops;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void each_case_has_its_grid_its_noise_and_its_reasons() {
        Report report = Samples.report(
                ops(Entrant.raw("x"), 45_678, 45_678, 45_678),
                ops(Entrant.rawAgain(), 50_000, 45_678, 46_000),
                ops(Entrant.ours("ours").aiming(Samples.FASTER, 8), 30_000, 20_000, 10_000),
                nanos(Entrant.raw("y"), 5, 5, 5),
                nanos(Entrant.rawAgain(), 25, 10, 7));
        assertThat(Table.of(report)).isEqualTo("""
                test: nothing in particular
                2 cores (a processor), a JVM 17, 3 rounds of 500 ms

                GET, ops/s (higher is better, ratios too)
                threads  subject    median     min     max  × raw  p50 µs  p99 µs  commands/op  B/op  server CPU µs/op  target                            met
                      8  raw: x     45,678  45,678  45,678   1.00    10.0     250         1.00   100              2.00
                      8  raw again  46,000  45,678  50,000   1.01    10.0     250         1.00   100              2.00
                      8  ours       20,000  10,000  30,000   0.44    10.0     250         1.00   100              2.00  ≥ 1.50 × raw, ≤ 1.00 commands/op  NO
                raw against raw, 8 threads: 1 %
                missed by ours, 8 threads: 0.44 × raw: it waits

                hit, ns/op (lower is better, ratios too)
                threads  subject    median   min   max  × raw  B/op
                      1  raw: y       5.00  5.00  5.00   1.00  16.0
                      1  raw again    10.0  7.00  25.0   2.00  16.0
                raw against raw, 1 thread: 100 %; too noisy to conclude anything: measure again on an idle machine
                """);
    }
}
