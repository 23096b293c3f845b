package io.breakwater.devservices;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A running Redis: where it listens, and the levers that make it fail. It stands alone, or is a node of a
 * {@link RedisSentinel} or {@link RedisCluster}. All methods may be called by any thread.
 */
public final class RedisServer implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RedisAccess access;
    private final RedisPlace place;
    private final RedisRole role;
    private final RedisFolder folder;
    private final Server process;
    private final Runnable onClose;

    private RedisServer(
            RedisAccess access,
            RedisPlace place,
            RedisRole role,
            RedisFolder folder,
            Server process,
            Lifetime lifetime) {
        this.access = access;
        this.place = place;
        this.role = role;
        this.folder = folder;
        this.process = process;
        this.onClose = lifetime == Lifetime.OWN ? this::end : () -> {};
    }

    static RedisServer startOwn(RedisSpec spec) {
        return start(spec, Lifetime.OWN);
    }

    static RedisServer startShared(RedisSpec spec) {
        return start(spec, Lifetime.OTHERS);
    }

    private static RedisServer start(RedisSpec spec, Lifetime lifetime) {
        if (spec.isTls() || spec.isProxied() || !spec.users().isEmpty()) {
            Engine.requireNative("Redis with users, TLS or a proxy");
        }
        Progress progress = Progress.start("Redis");
        RedisAccess access = RedisAccess.to(spec);
        RedisRole role = RedisRole.data("redis", access.logins(new RedisConf()).setAll(spec.settings()));
        RedisServer server = create(access, RedisPlace.next(spec), role, lifetime);
        Ending.ifFails(server::start, server::end);
        progress.ready(":" + server.port());
        return server;
    }

    /** A node that its topology ends. */
    static RedisServer node(RedisAccess access, RedisPlace place, RedisRole role) {
        return create(access, place, role, Lifetime.OTHERS);
    }

    private static RedisServer create(RedisAccess access, RedisPlace place, RedisRole role, Lifetime lifetime) {
        try {
            RedisFolder folder = filled(access, place, role);
            return new RedisServer(access, place, role, folder, server(access, place, role, folder), lifetime);
        } catch (RuntimeException e) {
            place.close();
            throw e;
        }
    }

    private static RedisFolder filled(RedisAccess access, RedisPlace place, RedisRole role) {
        RedisFolder folder = RedisFolder.create(role.name());
        RedisConf whole = access.listen(place.listenPort(), folder)
                .set("dir", folder.data())
                .add(role.conf());
        WorkFolder.writeSecret(folder.configuration(), whole.toString());
        role.files().forEach((name, content) -> WorkFolder.write(folder.path().resolve(name), content));
        return folder;
    }

    private static Server server(RedisAccess access, RedisPlace place, RedisRole role, RedisFolder folder) {
        return Engine.chosen() == Engine.DOCKER
                ? new ServerContainer(RedisContainer.plan(access.spec(), place.listenPort()))
                : folder.process(role);
    }

    /**
     * The TCP port on 127.0.0.1 for clients: that of the proxy, where there is one. It stays the same when the server is
     * started again.
     *
     * @return the port
     */
    public int port() {
        return place.clientPort();
    }

    /**
     * The network between the server and all who connect to it; the levers of this class go round it. It ends with the server.
     *
     * @return the proxy at {@link #port()}
     * @throws IllegalStateException if the server has none: {@link RedisSpec#proxied()} was not said
     */
    public FaultProxy proxy() {
        FaultProxy proxy = place.proxy();
        if (proxy == null) {
            throw new IllegalStateException(this + " has no proxy: RedisSpec.proxied() was not said");
        }
        return proxy;
    }

    /**
     * The server's address, with the default user's name and password where it has one.
     *
     * @return {@code redis://[user:password@]127.0.0.1:port}, with TLS {@code rediss://…}
     */
    public String uri() {
        return access.uri("", "", List.of(this));
    }

    /**
     * The server's address for one of its users.
     *
     * @param user the name of a user of the specification
     * @return {@code redis://user:password@127.0.0.1:port}, with TLS {@code rediss://…}
     * @throws IllegalArgumentException if the specification has no such user
     */
    public String uri(String user) {
        return access.uri("", "", List.of(this), user);
    }

    /**
     * What a client has to trust: the certificate of all servers of this JVM that speak TLS.
     *
     * @return a PEM file
     * @throws IllegalStateException if the server speaks plain text
     */
    public Path certificate() {
        return access.certificate();
    }

    /** Kills the server with SIGKILL, and returns when it is gone. What it wrote to disk stays. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts a killed server again with its data, on the same port, and returns when it has loaded them and answers.
     *
     * @throws DevServicesException if it runs, or does not start
     */
    public void start() {
        process.launch();
        awaitReady();
    }

    /**
     * Starts a killed server again without its data, and returns when it answers. Its configuration stays; so does what it
     * knows of its Cluster, and who it is there. A master that comes back like this before it was replaced empties its
     * replicas too.
     *
     * @throws DevServicesException if it runs, or does not start
     */
    public void startEmpty() {
        Engine.requireNative("Redis that starts empty");
        process.requireStopped();
        folder.empty();
        start();
    }

    /** Stops the server where it is (SIGSTOP): connections stay open and hang. */
    public void pause() {
        process.pause();
    }

    /** Lets a paused server go on. */
    public void resume() {
        process.resume();
    }

    /**
     * Changes a setting of the running server ({@code CONFIG SET}), and in its configuration file: so the setting holds after
     * {@link #kill()} and a start too. Sentinels refuse this.
     *
     * @param name a directive of {@code redis.conf}
     * @param value its value
     * @throws IllegalArgumentException if the name is not a directive's name, or the value has more than one line
     * @throws DevServicesException if the server refuses, or does not answer within 10 s
     */
    public void configure(String name, String value) {
        RedisSpec.checkSetting(name, value);
        command("CONFIG", "SET", name, value);
        command("CONFIG", "REWRITE");
    }

    /**
     * Stops the server and deletes its data. Does nothing when it is shared, closed already, or a node of several: those end
     * together.
     */
    @Override
    public void close() {
        onClose.run();
    }

    void launch() {
        process.launch();
    }

    void awaitReady() {
        process.awaitReady(this::isReady);
        role.onceReady().forEach(this::sendIfKnown);
    }

    void end() {
        try (place) {
            process.close();
        }
    }

    int listenPort() {
        return place.listenPort();
    }

    RedisAccess access() {
        return access;
    }

    RedisFolder folder() {
        return folder;
    }

    /** For a look that may fail. */
    RespClient probe() {
        return access.client(place.listenPort(), PROBE);
    }

    RespClient probeAsClient() {
        return access.client(port(), PROBE);
    }

    /** For a lever: its answer is waited for. */
    RespClient client() {
        return access.client(place.listenPort(), PATIENCE);
    }

    void command(String... command) {
        var unused = commandForList(command);
    }

    List<?> commandForList(String... command) {
        try {
            return client().list(command);
        } catch (IOException e) {
            throw new DevServicesException(this + ": " + command[0] + " failed: " + e.getMessage(), e);
        }
    }

    private void sendIfKnown(List<String> command) {
        try {
            client().text(command.toArray(String[]::new));
        } catch (RespClient.RefusedException e) {
            // Another version: it does without.
        } catch (IOException e) {
            throw new DevServicesException(this + " does not answer: " + e.getMessage(), e);
        }
    }

    /** By its process id: another server may have taken the port meanwhile. */
    private boolean isReady() {
        try {
            List<String> info = probe().text("INFO").lines().toList();
            return info.contains("process_id:" + process.pid()) && !info.contains("loading:1");
        } catch (IOException e) {
            return false;
        }
    }

    /** Name and port, no password. */
    @Override
    public String toString() {
        return role.name() + " 127.0.0.1:" + port();
    }

    private enum Lifetime {
        OWN,
        OTHERS
    }
}
