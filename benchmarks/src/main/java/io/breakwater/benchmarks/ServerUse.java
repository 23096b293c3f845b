package io.breakwater.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a server did.
 *
 * @param commands how often, by command
 * @param cpuMicros processor time in user and system mode, in microseconds
 * @param bytes received and sent
 */
public record ServerUse(Map<String, Long> commands, double cpuMicros, long bytes) {

    static final ServerUse NONE = new ServerUse(Map.of(), 0, 0);

    ServerUse plus(ServerUse more) {
        Map<String, Long> sum = new TreeMap<>(commands);
        more.commands.forEach((command, calls) -> sum.merge(command, calls, Long::sum));
        return new ServerUse(sum, cpuMicros + more.cpuMicros, bytes + more.bytes);
    }

    /** What came to it after an earlier reading; commands that were not used are left out. */
    ServerUse since(ServerUse earlier) {
        Map<String, Long> difference = new TreeMap<>(commands);
        earlier.commands.forEach((command, calls) -> difference.merge(command, -calls, Long::sum));
        difference.values().removeIf(calls -> calls == 0);
        return new ServerUse(difference, cpuMicros - earlier.cpuMicros, bytes - earlier.bytes);
    }

    Map<String, Double> commandsPer(long ops) {
        Map<String, Double> perOp = new TreeMap<>();
        commands.forEach((command, calls) -> perOp.put(command, (double) calls / ops));
        return perOp;
    }
}
