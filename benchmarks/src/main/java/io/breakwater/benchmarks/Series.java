package io.breakwater.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of one subject in one case at one number of threads.
 *
 * @param scenario the case
 * @param entrant the subject
 * @param threads how many threads ran it at once
 * @param unit of the figures
 * @param rounds one figure of each round, in their order
 * @param commands what the server counted for one operation, by command; empty where there is no server
 * @param bytesPerOp allocated, or sent and received by the server; null if not measured
 * @param latency of single operations; null if not measured
 * @param serverCpuMicrosPerOp the server's processor time for one operation; null where there is no server
 */
public record Series(
        String scenario,
        Entrant entrant,
        int threads,
        Unit unit,
        List<Double> rounds,
        Map<String, Double> commands,
        @Nullable Double bytesPerOp,
        @Nullable Latency latency,
        @Nullable Double serverCpuMicrosPerOp) {

    double median() {
        return Median.of(rounds);
    }

    /** Null where no server counts. */
    @Nullable
    Double commandsPerOp() {
        return serverCpuMicrosPerOp == null
                ? null
                : commands.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    Detail detail() {
        return new Detail(scenario, entrant.name(), threads, rounds, latency, serverCpuMicrosPerOp, commands);
    }
}
