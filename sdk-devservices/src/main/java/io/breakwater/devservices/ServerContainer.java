package io.breakwater.devservices;

import io.breakwater.devservices.testcontainers.Container;
import io.breakwater.devservices.testcontainers.ContainerPlan;
import java.util.List;

/** A server of ours in a container, which ends with this JVM. */
final class ServerContainer implements Server {

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
        awaitEnd(() -> !isAlive());
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
    public List<String> log() {
        return container.log().lines().toList();
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
