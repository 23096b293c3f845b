package io.breakwater.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The file with the results of one area. {@code details} has a line for each of {@code rows}, in the same order. */
record Report(
        String area,
        String about,
        Machine machine,
        String jdk,
        Map<String, String> versions,
        Commit commit,
        Instant startedAt,
        int rounds,
        Duration window,
        List<Spread> spreads,
        List<ResultRow> rows,
        List<Detail> details) {

    static Report of(Area area, Plan plan, Instant startedAt) throws Exception {
        Findings findings = area.measure(plan);
        List<Heat> heats = findings.heats(area.name());
        return new Report(
                area.name(),
                area.about(),
                Machine.here(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                new TreeMap<>(findings.versions()),
                Commit.of(Path.of("")),
                startedAt,
                plan.rounds(),
                plan.window(),
                heats.stream().map(Heat::spread).toList(),
                heats.stream().flatMap(heat -> heat.rows().stream()).toList(),
                findings.details());
    }
}
