package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** What a test asks of a node, each time over a connection of its own. */
final class Sql {

    private static final Duration WITHIN = Duration.ofSeconds(20);

    private Sql() {}

    /** The first column of the first row, or {@code null} where there is no row. */
    static String query(PostgresNode node, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    static void update(PostgresNode node, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Until the answer is the expected one; a node that cannot answer yet is asked again. */
    static void await(PostgresNode node, String sql, String expected) {
        long deadline = System.nanoTime() + WITHIN.toNanos();
        String answer = tryQuery(node, sql);
        while (!expected.equals(answer) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(5_000_000);
            answer = tryQuery(node, sql);
        }
        assertThat(answer).as(node.name() + ": " + sql).isEqualTo(expected);
    }

    private static String tryQuery(PostgresNode node, String sql) {
        try {
            return query(node, sql);
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
