package io.breakwater.benchmarks.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.breakwater.dbrouting.RoutingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Taking a connection and giving it back, without a word to the server. The servers run outside the fork. */
public class BorrowBenchmark {

    static final String PRIMARY = "breakwater.bench.primary";
    static final String REPLICA = "breakwater.bench.replica";

    private static HikariConfig config(String property) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getProperty(property));
        return config;
    }

    /** A connection that works must come before the first measurement. */
    private static void requireAnswer(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    private static void borrow(DataSource source) throws SQLException {
        source.getConnection().close();
    }

    private static void bind(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.createStatement().close();
        }
    }

    /** The pool on the primary. */
    @State(Scope.Benchmark)
    public static class Raw {

        private final HikariDataSource source = new HikariDataSource(config(PRIMARY));

        /**
         * Fills the pool.
         *
         * @throws SQLException if the server does not answer
         */
        @Setup
        public void begin() throws SQLException {
            requireAnswer(source);
        }

        /** Closes the pool. */
        @TearDown
        public void end() {
            source.close();
        }
    }

    /** The router over a primary and a replica. */
    @State(Scope.Benchmark)
    public static class Routed {

        private final RoutingDataSource source = RoutingDataSource.builder("bench")
                .node("pg1", config(PRIMARY))
                .node("pg2", config(REPLICA))
                .build();

        /**
         * Waits for the primary.
         *
         * @throws SQLException if the server does not answer
         */
        @Setup
        public void begin() throws SQLException {
            requireAnswer(source);
        }

        /** Closes the pools. */
        @TearDown
        public void end() {
            source.close();
        }
    }

    /**
     * HikariCP: takes a connection and gives it back.
     *
     * @param raw of all threads
     * @throws SQLException if there is none
     */
    @Benchmark
    public void hikariBorrow(Raw raw) throws SQLException {
        borrow(raw.source);
    }

    /**
     * The router: gives a connection that has taken nothing yet, and ends it.
     *
     * @param routed of all threads
     * @throws SQLException if there is none
     */
    @Benchmark
    public void routedBorrow(Routed routed) throws SQLException {
        borrow(routed.source);
    }

    /**
     * HikariCP: takes a connection, makes a statement without running it, and gives both back.
     *
     * @param raw of all threads
     * @throws SQLException if there is none
     */
    @Benchmark
    public void hikariBind(Raw raw) throws SQLException {
        bind(raw.source);
    }

    /**
     * The router: the statement makes it choose the node and take a connection of its pool.
     *
     * @param routed of all threads
     * @throws SQLException if there is none
     */
    @Benchmark
    public void routedBind(Routed routed) throws SQLException {
        bind(routed.source);
    }
}
