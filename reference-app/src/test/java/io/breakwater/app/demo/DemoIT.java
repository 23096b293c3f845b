package io.breakwater.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demo as a process: however it ends, nothing that it started remains. */
class DemoIT {

    @TempDir
    Path logs;

    @ParameterizedTest
    @ValueSource(strings = {"INT", "KILL"})
    void nothing_remains(String signal) throws Exception {
        Process demo = demo("--instances", "1", "--port", String.valueOf(freePort()));
        try (BufferedReader output = reader(demo)) {
            String last = output.lines()
                    .filter(line -> line.contains("Ctrl-C"))
                    .findFirst()
                    .orElse("");
            assertThat(last).as("output until the demo is up").isNotEmpty();
            List<ProcessHandle> family = demo.descendants().toList();
            assertThat(family)
                    .as("an app, servers and their children")
                    .hasSizeGreaterThan(10)
                    .anyMatch(process -> commandLine(process).contains("io.breakwater.app.App"))
                    .anyMatch(process -> commandLine(process).contains("redis-server"))
                    .anyMatch(process -> commandLine(process).contains("postgres"));
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + demo.pid())
                    .start()
                    .waitFor();
            assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            while (family.stream().anyMatch(DemoIT::runs)) {
                assertThat(System.nanoTime())
                        .as(() -> "the end of "
                                + family.stream()
                                        .filter(DemoIT::runs)
                                        .map(DemoIT::commandLine)
                                        .toList())
                        .isLessThan(deadline);
                LockSupport.parkNanos(10_000_000);
            }
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void a_taken_port_is_one_line_and_an_exit_code() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process demo = demo("--port", String.valueOf(taken.getLocalPort()));
            try (BufferedReader output = reader(demo)) {
                assertThat(output.lines().toList())
                        .containsExactly("Port " + taken.getLocalPort()
                                + " is taken: end what listens there, or choose others with --port N");
                assertThat(demo.waitFor()).isEqualTo(1);
            }
        }
    }

    private Process demo(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                // A process that was started in the background ignores SIGINT, and so would its children.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbreakwater.demo.logs=" + logs,
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    /** A zombie that waits to be reaped has ended; it has no command line any more. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && !commandLine(process).isEmpty();
    }
}
