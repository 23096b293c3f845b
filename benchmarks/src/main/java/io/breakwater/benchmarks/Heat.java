package io.breakwater.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All subjects of one case at one number of threads: those that are compared. */
final class Heat {

    private final String area;
    private final List<Series> series;
    private final Series raw;
    private final Spread spread;
    private final @Nullable Double bestPeer;

    Heat(String area, List<Series> series) {
        this.area = area;
        this.series = series;
        this.raw = the(Role.RAW);
        this.spread = Spread.of(raw, the(Role.RAW_AGAIN));
        this.bestPeer = bestPeer().orElse(null);
    }

    Spread spread() {
        return spread;
    }

    List<ResultRow> rows() {
        return series.stream().map(this::row).toList();
    }

    private Series the(Role role) {
        List<Series> found =
                series.stream().filter(one -> one.entrant().role() == role).toList();
        Require.that(
                found.size() == 1, "number of " + role, found.size(), "1 in each case and at each number of threads");
        return found.get(0);
    }

    private Optional<Double> bestPeer() {
        return series.stream()
                .filter(one -> one.entrant().role() == Role.PEER)
                .map(Series::median)
                .reduce((one, other) -> raw.unit().isBetter(one, other) ? one : other);
    }

    private ResultRow row(Series one) {
        Standing standing = new Standing(
                one.median(), raw.median(), bestPeer, one.commandsPerOp(), one.bytesPerOp(), spread.allowance());
        Target target = one.entrant().target(one.threads());
        boolean met = target != null && target.isReached(standing);
        return new ResultRow(
                area,
                one.scenario(),
                one.entrant().name(),
                one.threads(),
                one.unit().symbol(),
                standing.median(),
                Collections.min(one.rounds()),
                Collections.max(one.rounds()),
                standing.ratioToRaw(),
                standing.ratioToBestPeer(),
                one.commandsPerOp(),
                one.bytesPerOp(),
                target == null ? null : target.toString(),
                target == null ? null : met,
                target == null || met ? null : target.reason(standing));
    }
}
