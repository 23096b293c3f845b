package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a JVM ends, its servers, the processes tied to it, and their folders are gone a moment later. */
class OrphansIT {

    @ParameterizedTest
    @ValueSource(strings = {"exit", "halt", "INT", "TERM", "KILL"})
    void nothing_outlives_the_jvm(String end) throws Exception {
        Process jvm = startJvm(end);
        List<String> lines;
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
            lines = output.lines().takeWhile(line -> !line.equals("started")).toList();
            List<ProcessHandle> family = jvm.descendants().toList();
            assertThat(family)
                    .as("servers, their children, a tied process, the reaper")
                    .hasSizeGreaterThan(8);
            Path folder = Path.of(lines.get(lines.size() - 1));
            assertThat(folder).isDirectory();
            if (end.equals(end.toUpperCase(Locale.ROOT))) {
                Command.run(List.of("sh", "-c", "kill -" + end + " " + jvm.pid()));
            }
            assertThat(jvm.waitFor(10, TimeUnit.SECONDS)).isTrue();
            awaitEnd(family);
            awaitDeleted(folder);
        }
    }

    private static Process startJvm(String end) throws Exception {
        return new ProcessBuilder(
                        // A process that was started in the background ignores SIGINT, and so would its children.
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        end)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitEnd(List<ProcessHandle> family) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (family.stream().anyMatch(OrphansIT::runs)) {
            assertThat(System.nanoTime())
                    .as("end of "
                            + family.stream()
                                    .filter(OrphansIT::runs)
                                    .map(ProcessHandle::info)
                                    .toList())
                    .isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static void awaitDeleted(Path folder) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.exists(folder)) {
            assertThat(System.nanoTime()).as("deletion of " + folder).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** A zombie that waits to be reaped has ended. */
    static boolean runs(ProcessHandle handle) {
        return handle.isAlive()
                && WorkFolder.linesIfReadable(Path.of("/proc/" + handle.pid() + "/stat")).stream()
                        .noneMatch(stat -> stat.contains(") Z "));
    }

    static final class Main {

        public static void main(String[] arguments) throws Exception {
            DevServices.postgres(PostgresSpec.primaryWithReplicas(1));
            DevServices.redis();
            DevServices.endWithThisJvm(new ProcessBuilder("sleep", "600").start());
            System.out.println(WorkFolder.temporary("orphans"));
            System.out.println("started");
            switch (arguments[0]) {
                case "exit" -> System.exit(0);
                case "halt" -> Runtime.getRuntime().halt(1);
                default -> Thread.currentThread().join();
            }
        }
    }
}
