package io.breakwater.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A running standalone Redis: where it listens, and the levers that make it fail. */
public final class RedisServer implements AutoCloseable {

    private static final byte[] INFO = "INFO server\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final String PROCESS_ID = "process_id:";
    private static final int REPLY_TIMEOUT_MILLIS = 500;

    private final int port;
    private final Server process;
    private final Runnable onClose;

    private RedisServer(int port, Server process, Runnable onClose) {
        this.port = port;
        this.process = process;
        this.onClose = onClose;
    }

    static RedisServer start(RedisSpec spec) {
        int port = FreePorts.next();
        Server process = server(spec, port);
        return launched(new RedisServer(port, process, process::close));
    }

    static RedisServer startShared(RedisSpec spec) {
        int port = FreePorts.next();
        return launched(new RedisServer(port, server(spec, port), () -> {}));
    }

    private static RedisServer launched(RedisServer server) {
        Progress progress = Progress.start("Redis");
        try {
            server.start();
        } catch (RuntimeException e) {
            server.process.close();
            throw e;
        }
        progress.ready(":" + server.port);
        return server;
    }

    private static Server server(RedisSpec spec, int port) {
        return Engine.chosen() == Engine.DOCKER
                ? new ServerContainer(RedisContainer.plan(spec, port))
                : process(spec, port);
    }

    private static ServerProcess process(RedisSpec spec, int port) {
        Path folder = WorkFolder.temporary("redis");
        Path configuration = folder.resolve("redis.conf");
        WorkFolder.write(configuration, configuration(spec, port, folder));
        List<String> command = List.of(RedisBinary.unpacked().toString(), configuration.toString());
        ServerUser user = ServerUser.unprivileged();
        user.own(folder);
        return new ServerProcess("redis", user.run(command), folder, "KILL");
    }

    private static String configuration(RedisSpec spec, int port, Path folder) {
        StringBuilder lines = new StringBuilder();
        lines.append("port ").append(port).append("\nbind 127.0.0.1\ndaemonize no\n");
        lines.append("dir \"").append(folder).append("\"\n");
        spec.settings()
                .forEach((name, value) ->
                        lines.append(name).append(' ').append(value).append('\n'));
        return lines.toString();
    }

    /**
     * The TCP port on 127.0.0.1. It stays the same when the server is started again.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * The server's address.
     *
     * @return {@code redis://127.0.0.1:port}
     */
    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Kills the server with SIGKILL, and returns when it is gone. What it wrote to disk stays. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts a killed server again, on the same port and folder, and returns when it answers.
     *
     * @throws DevServicesException if it does not start
     */
    public void start() {
        process.launch();
        process.awaitReady(this::answers);
    }

    /** Stops the server where it is (SIGSTOP): connections stay open and hang. */
    public void pause() {
        process.pause();
    }

    /** Lets a paused server go on. */
    public void resume() {
        process.resume();
    }

    /** Stops the server and deletes its data. Does nothing when it is shared, or closed already. */
    @Override
    public void close() {
        onClose.run();
    }

    /** By its process id: another server may have taken the port meanwhile. */
    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(FreePorts.LOCALHOST, port), REPLY_TIMEOUT_MILLIS);
            socket.setSoTimeout(REPLY_TIMEOUT_MILLIS);
            socket.getOutputStream().write(INFO);
            BufferedReader reply =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String line = reply.readLine();
            while (line != null && !line.startsWith(PROCESS_ID) && !line.startsWith("-")) {
                line = reply.readLine();
            }
            return (PROCESS_ID + process.pid()).equals(line);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return uri();
    }
}
