package io.breakwater.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where it was measured.
 *
 * @param cores processors that this JVM may use
 * @param cpu the processor's model, or its architecture where Linux does not tell
 * @param memoryMib memory of the machine in MiB
 * @param os name and version
 */
record Machine(int cores, String cpu, long memoryMib, String os) {

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";

    static Machine here() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                system.getAvailableProcessors(),
                cpuModel(system.getArch()),
                system.getTotalMemorySize() >> 20,
                system.getName() + " " + system.getVersion());
    }

    private static String cpuModel(String otherwise) {
        try (Stream<String> lines = Files.lines(CPUINFO)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
