package io.breakwater.app.demo;

import io.breakwater.app.App;
import io.breakwater.devservices.DevServices;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One app instance as a process of its own. Its output goes to a log file. */
final class Instance {

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long END_WITHIN_SECONDS = 15;
    private static final int LOG_LINES = 20;

    private final Process process;
    private final Path log;
    private final URI uri;

    private Instance(Process process, Path log, URI uri) {
        this.process = process;
        this.log = log;
        this.uri = uri;
    }

    static Instance start(int port, Path logs, Map<String, String> environment) throws IOException {
        Path log = logs.resolve("app-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        App.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PORT", String.valueOf(port));
        Process process = builder.start();
        DevServices.endWithThisJvm(process);
        return new Instance(process, log, URI.create("http://localhost:" + port));
    }

    URI uri() {
        return uri;
    }

    Process process() {
        return process;
    }

    void awaitReady(HttpClient client) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!isReady(client)) {
            if (!process.isAlive()) {
                throw new IOException("The app ended; the end of " + log + ":\n" + logTail());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("The app is not ready after " + READY_WITHIN.toSeconds() + " s; the end of " + log
                        + ":\n" + logTail());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Asks it to end in order, and makes it end when it does not. */
    void end() {
        process.destroy();
        try {
            if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    String logTail() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    private boolean isReady(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 && response.body().contains("\"status\":\"up\"");
        } catch (IOException e) {
            return false;
        }
    }
}
