package io.breakwater.devservices;

import io.breakwater.devservices.testcontainers.Container;
import io.breakwater.devservices.testcontainers.ContainerPlan;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A server of ours in a container, which ends with this JVM. */
final class ServerContainer implements Server {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;

    private final Container container;

    ServerContainer(ContainerPlan plan) {
        this.container = new Container(plan);
    }

    @Override
    public String name() {
        return container.plan().name();
    }

    @Override
    public synchronized void launch() {
        requireStopped();
        act("started", container::launch);
    }

    @Override
    public boolean isAlive() {
        return container.runs();
    }

    @Override
    public long pid() {
        requireRunning();
        return 1;
    }

    @Override
    public synchronized void kill() {
        requireRunning();
        act("killed", container::kill);
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                throw new DevServicesException(
                        name() + " is still there " + GONE_WITHIN.toSeconds() + " s after its end signal");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    @Override
    public synchronized void pause() {
        requireRunning();
        act("paused", container::pause);
    }

    @Override
    public synchronized void resume() {
        requireRunning();
        act("resumed", container::resume);
    }

    @Override
    public synchronized void close() {
        act("removed", container::close);
    }

    /** Replaces a file of the container, whether it runs or not. */
    void put(String path, String content) {
        act("given " + path, () -> container.put(path, content));
    }

    @Override
    public String logTail() {
        List<String> lines = container.log().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        return "; the end of its log:\n" + String.join("\n", last);
    }

    private void requireRunning() {
        if (!isAlive()) {
            throw new DevServicesException(name() + " does not run");
        }
    }

    private void act(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            throw new DevServicesException(name() + " cannot be " + what + ": " + reason(e), e);
        }
    }

    /** What the engine said stands innermost. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            innermost = cause;
        }
        return String.valueOf(innermost.getMessage());
    }
}
