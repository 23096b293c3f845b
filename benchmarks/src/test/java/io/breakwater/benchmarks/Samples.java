package io.breakwater.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Figures as a run would give them. */
final class Samples {

    static final Target FASTER =
            Target.of("it waits", Bound.atLeast(Measure.RATIO_TO_RAW, 1.5), Bound.atMost(Measure.COMMANDS_PER_OP, 1));

    private Samples() {}

    /** Of a server: 1 GET, 100 bytes and 2 µs for an operation. */
    static Series ops(Entrant entrant, double... rounds) {
        return new Series(
                "GET",
                entrant,
                8,
                Unit.OPS_PER_SECOND,
                boxed(rounds),
                Map.of("get", 1.0),
                100.0,
                new Latency(10, 250),
                2.0);
    }

    /** Of memory: 16 bytes for an operation. */
    static Series nanos(Entrant entrant, double... rounds) {
        return new Series("hit", entrant, 1, Unit.NANOS_PER_OP, boxed(rounds), Map.of(), 16.0, null, null);
    }

    static List<ResultRow> rows(Series... series) {
        return new Heat("test", List.of(series)).rows();
    }

    static Report report(Series... series) {
        Findings findings = new Findings(List.of(series), Map.of("Redis server", "7.0.15"));
        List<Heat> heats = findings.heats("test");
        return new Report(
                "test",
                "nothing in particular",
                new Machine(2, "a processor", 4096, "Linux 6"),
                "a JVM 17",
                findings.versions(),
                new Commit("abc", true),
                Instant.parse("2026-11-20T10:00:00Z"),
                3,
                Duration.ofMillis(500),
                heats.stream().map(Heat::spread).toList(),
                heats.stream().flatMap(heat -> heat.rows().stream()).toList(),
                findings.details());
    }

    private static List<Double> boxed(double... rounds) {
        return Arrays.stream(rounds).boxed().toList();
    }
}
