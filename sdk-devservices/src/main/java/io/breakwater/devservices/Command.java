package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A short command of the operating system, run to its end; it dies with this JVM. */
final class Command {

    private static final long LIMIT_SECONDS = 60;

    private Command() {}

    static void run(List<String> command) {
        Result result = result(command);
        if (result.exitCode != 0) {
            throw new DevServicesException("Command failed with exit code " + result.exitCode + ": "
                    + String.join(" ", command) + "\n" + result.output);
        }
    }

    /** False also where there is no such program. */
    static boolean succeeds(List<String> command) {
        try {
            return start(command).exitCode == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Result result(List<String> command) {
        try {
            return start(command);
        } catch (IOException e) {
            throw new DevServicesException(
                    "Command cannot be run: " + String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    private static Result start(List<String> command) throws IOException {
        Path output = Files.createTempFile("breakwater-", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return awaitEnd(process, command, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Result awaitEnd(Process process, List<String> command, Path output) throws IOException {
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new DevServicesException("Command hangs: " + String.join(" ", command));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DevServicesException("Interrupted while running " + String.join(" ", command), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private record Result(int exitCode, String output) {}
}
