package io.breakwater.devservices;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** One PostgreSQL server of a {@link Postgres}: where it listens, and the levers that make it fail. */
public final class PostgresNode {

    private final String name;
    private final int port;
    private final Path data;
    private final ServerProcess process;

    private PostgresNode(String name, int port, Path data, ServerProcess process) {
        this.name = name;
        this.port = port;
        this.data = data;
        this.process = process;
    }

    static PostgresNode primary(PostgresBinaries binaries, PostgresSpec spec) {
        return prepare(binaries, "pg1", PostgresSettings.ofPrimary(spec)).ownedBy(binaries.user());
    }

    static PostgresNode replica(PostgresBinaries binaries, PostgresSpec spec, int number, PostgresNode primary) {
        String name = "pg" + number;
        PostgresNode node = prepare(binaries, name, PostgresSettings.ofReplica(spec, name, primary.port));
        WorkFolder.write(node.data.resolve("standby.signal"), "");
        return node.ownedBy(binaries.user());
    }

    private PostgresNode ownedBy(ServerUser user) {
        user.own(data);
        return this;
    }

    private static PostgresNode prepare(PostgresBinaries binaries, String name, String settings) {
        Path folder = WorkFolder.temporary(name);
        Path data = binaries.newData(folder);
        WorkFolder.append(data.resolve("postgresql.conf"), settings);
        int port = FreePorts.next();
        List<String> command =
                List.of(binaries.program("postgres").toString(), "-D", data.toString(), "-p", String.valueOf(port));
        return new PostgresNode(
                name, port, data, new ServerProcess(name, binaries.user().run(command), folder, "QUIT"));
    }

    /**
     * The node's name, also its {@code application_name} as a replica.
     *
     * @return {@code pg1}, {@code pg2}, and so on
     */
    public String name() {
        return name;
    }

    /**
     * The TCP port on 127.0.0.1. It stays the same when the node is started again.
     *
     * @return the port
     */
    public int port() {
        return port;
    }

    /**
     * A JDBC URL of this node for the superuser {@code postgres}, who has no password.
     *
     * @param database the database's name; {@code postgres} always exists
     * @return the URL
     */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Kills the server and its child processes with SIGKILL, and returns when they are gone. The data stays. */
    public void kill() {
        process.kill();
    }

    /**
     * Starts a killed server again, on the same port and data, and returns when it answers.
     *
     * @throws DevServicesException if it does not start
     */
    public void start() {
        launch();
        awaitReady();
    }

    /** Stops the server and its child processes where they are (SIGSTOP): connections stay open and hang. */
    public void pause() {
        process.pause();
    }

    /** Lets a paused server go on. */
    public void resume() {
        process.resume();
    }

    void launch() {
        process.launch();
    }

    void awaitReady() {
        process.awaitReady(this::acceptsConnections);
    }

    void awaitStreaming(Duration within) {
        process.await(this::streams, "stream from the primary", within);
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DevServicesException(name + " refused: " + sql + ": " + e.getMessage(), e);
        }
    }

    void close() {
        process.close();
    }

    /** The eighth line of {@code postmaster.pid} is the postmaster's own word, the one {@code pg_ctl --wait} reads. */
    private boolean acceptsConnections() {
        List<String> lines = WorkFolder.linesIfReadable(data.resolve("postmaster.pid"));
        return lines.size() >= 8
                && lines.get(0).strip().equals(String.valueOf(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private boolean streams() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'")) {
            return row.next() && row.getInt(1) == 1;
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name + " :" + port;
    }
}
