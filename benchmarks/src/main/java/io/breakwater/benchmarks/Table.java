package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as people read it: a grid for each case, below it the noise and the reasons. */
final class Table {

    private static final List<String> HEADER = List.of(
            "threads",
            "subject",
            "median",
            "min",
            "max",
            "× raw",
            "× best peer",
            "p50 µs",
            "p99 µs",
            "commands/op",
            "B/op",
            "server CPU µs/op",
            "target",
            "met");

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private Table(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new Table(report).draw();
    }

    private String draw() {
        line("%s: %s", report.area(), report.about());
        line(
                "%d cores (%s), %s, %d rounds of %d ms",
                report.machine().cores(),
                report.machine().cpu(),
                report.jdk(),
                report.rounds(),
                report.window().toMillis());
        report.rows().stream().map(ResultRow::scenario).distinct().forEach(this::scenario);
        return text.toString();
    }

    private void scenario(String scenario) {
        Grid grid = new Grid(HEADER);
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < report.rows().size(); i++) {
            ResultRow row = report.rows().get(i);
            if (row.scenario().equals(scenario)) {
                grid.add(cells(row, report.details().get(i)));
                reason(row, reasons);
            }
        }
        line("");
        line("%s, %s", scenario, unit(scenario));
        text.append(grid);
        report.spreads().stream()
                .filter(spread -> spread.scenario().equals(scenario))
                .forEach(this::spread);
        reasons.forEach(reason -> line("%s", reason));
    }

    private String unit(String scenario) {
        String symbol = report.rows().stream()
                .filter(row -> row.scenario().equals(scenario))
                .findFirst()
                .orElseThrow()
                .unit();
        return symbol + " (" + Unit.of(symbol).betterIs() + ", ratios too)";
    }

    private static List<String> cells(ResultRow row, Detail detail) {
        Latency latency = detail.latency();
        return List.of(
                String.valueOf(row.threads()),
                row.subject(),
                Figure.of(row.median()),
                Figure.of(row.min()),
                Figure.of(row.max()),
                Figure.of(row.ratioToRaw()),
                Figure.of(row.ratioToBestPeer()),
                Figure.of(latency == null ? null : latency.p50Micros()),
                Figure.of(latency == null ? null : latency.p99Micros()),
                Figure.of(row.commandsPerOp()),
                Figure.of(row.bytesPerOp()),
                Figure.of(detail.serverCpuMicrosPerOp()),
                row.target() == null ? "" : row.target(),
                met(row.met()));
    }

    private static String met(@Nullable Boolean met) {
        if (met == null) {
            return "";
        }
        return met ? "yes" : "NO";
    }

    private void spread(Spread spread) {
        line(
                "raw against raw, %s: %s%s",
                threads(spread.threads()),
                Figure.percent(spread.rawAgainstRaw()),
                spread.isNoisy() ? "; too noisy to conclude anything: measure again on an idle machine" : "");
    }

    private static void reason(ResultRow row, List<String> reasons) {
        if (row.reason() != null) {
            reasons.add("missed by " + row.subject() + ", " + threads(row.threads()) + ": " + row.reason());
        }
    }

    private static String threads(int threads) {
        return threads == 1 ? "1 thread" : threads + " threads";
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
