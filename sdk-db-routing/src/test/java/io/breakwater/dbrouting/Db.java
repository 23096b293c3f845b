package io.breakwater.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What the tests ask of databases. */
final class Db {

    static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(2);

    private Db() {}

    static HikariConfig config(String jdbcUrl) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(2);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        config.setValidationTimeout(500);
        return config;
    }

    static RoutingDataSource.Builder routing(String name, Postgres pg) {
        RoutingDataSource.Builder builder = RoutingDataSource.builder(name);
        pg.nodes().forEach(node -> builder.node(node.name(), config(node.jdbcUrl("postgres"))));
        return builder;
    }

    static Connection readOnly(RoutingDataSource db) throws SQLException {
        Connection connection = db.getConnection();
        connection.setReadOnly(true);
        return connection;
    }

    /** The port of the server that a statement on this connection runs on. */
    static int port(Connection connection) throws SQLException {
        return Integer.parseInt(ask(connection, "SELECT inet_server_port()"));
    }

    static int portOfRead(RoutingDataSource db) throws SQLException {
        try (Connection connection = readOnly(db)) {
            return port(connection);
        }
    }

    static int portOfWrite(RoutingDataSource db) throws SQLException {
        try (Connection connection = db.getConnection()) {
            return port(connection);
        }
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement on one server, past the router. */
    static void execute(PostgresNode node, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl("postgres"))) {
            execute(connection, sql);
        }
    }
}
