package io.breakwater.devservices.testcontainers;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;
import org.testcontainers.images.builder.Transferable;

/**
 * A container that can be killed and launched again with what it holds. Testcontainers removes it with this JVM. Failures of the
 * engine come as they are, unchecked.
 */
public final class Container implements AutoCloseable {

    private final ContainerPlan plan;
    private final GenericContainer<?> container;

    /**
     * A container that is not made before its first launch; no engine is asked yet.
     *
     * @param plan what it is like
     */
    public Container(ContainerPlan plan) {
        this.plan = plan;
        this.container = new GenericContainer<>(plan.image());
    }

    /**
     * Whether a Docker engine of this machine answers. Another machine's would not do: our ports are those of 127.0.0.1.
     *
     * @return whether containers can be made
     */
    public static boolean engineAnswers() {
        DockerClientFactory engine = DockerClientFactory.instance();
        return engine.isDockerAvailable() && isThisMachine(engine.dockerHostIpAddress());
    }

    static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1");
    }

    /**
     * What the container is like.
     *
     * @return the plan
     */
    public ContainerPlan plan() {
        return plan;
    }

    /** Makes the container and starts it, or starts the killed one again. The server in it may not be ready yet. */
    public void launch() {
        String id = id();
        if (id != null) {
            container.getDockerClient().startContainerCmd(id).exec();
        } else {
            configured(Network.SHARED).start();
        }
    }

    /** Sends SIGKILL to all processes in it, also when it is paused. */
    public void kill() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** Freezes all processes in it. */
    public void pause() {
        container
                .getDockerClient()
                .pauseContainerCmd(container.getContainerId())
                .exec();
    }

    /** Lets a paused container go on. */
    public void resume() {
        container
                .getDockerClient()
                .unpauseContainerCmd(container.getContainerId())
                .exec();
    }

    /**
     * Replaces a file, for a container that is not made yet in place of the plan's.
     *
     * @param path the file's path
     * @param content what is in it
     */
    public void put(String path, String content) {
        if (id() != null) {
            container.copyFileToContainer(Transferable.of(content), path);
        } else {
            container.withCopyToContainer(Transferable.of(content), path);
        }
    }

    /**
     * Whether its first process is there, paused or not.
     *
     * @return whether it runs
     */
    public boolean runs() {
        return id() != null && container.isRunning();
    }

    /**
     * What the server wrote.
     *
     * @return the log, empty before the first launch
     */
    public String log() {
        return id() != null ? container.getLogs() : "";
    }

    /** Ends and removes the container with its data. Does nothing where there is none. */
    @Override
    public void close() {
        container.stop();
    }

    /** Public ports only on 127.0.0.1: the servers have no passwords. */
    GenericContainer<?> configured(Network network) {
        plan.files().forEach((path, content) -> container.withCopyToContainer(Transferable.of(content), path));
        container.setPortBindings(List.of("127.0.0.1:" + plan.hostPort() + ":" + plan.port()));
        return container
                .withNetwork(network)
                .withNetworkAliases(plan.alias())
                .withCommand(plan.command().toArray(String[]::new))
                .withCreateContainerCmdModifier(command -> {
                    if (!plan.user().isEmpty()) {
                        command.withUser(plan.user());
                    }
                })
                .waitingFor(new NoWait());
    }

    private @Nullable String id() {
        return container.getContainerId();
    }

    /** Who launches a server knows best when it is ready. */
    private static final class NoWait implements WaitStrategy {

        @Override
        public void waitUntilReady(WaitStrategyTarget target) {}

        @Override
        public WaitStrategy withStartupTimeout(Duration timeout) {
            return this;
        }
    }
}
