package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.devservices.DevServices;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One node with one pooled connection: what the first borrower leaves, the second would find. */
class ConnectionStateIT {

    private RoutingDataSource db;

    @BeforeEach
    void start() throws Exception {
        HikariConfig config = Db.config(DevServices.postgres().primary().jdbcUrl("postgres"));
        config.setMaximumPoolSize(1);
        db = RoutingDataSource.builder("state").node("pg1", config).build();
        Await.untilAllUsable(db);
    }

    @AfterEach
    void stop() {
        db.close();
    }

    @Test
    void whatWasSetBeforeTheFirstStatementHoldsFromThere() throws SQLException {
        try (Connection connection = db.getConnection()) {
            setAll(connection);
            assertSet(connection);
        }
        assertUntouched();
    }

    @Test
    void whatIsSetAfterTheFirstStatementHoldsToo() throws SQLException {
        try (Connection connection = db.getConnection()) {
            Db.ask(connection, "SELECT 1");
            setAll(connection);
            assertSet(connection);
        }
        assertUntouched();
    }

    @Test
    void anUnfinishedTransactionIsRolledBack() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setAutoCommit(false);
            connection.setClientInfo("ApplicationName", "unfinished");
            Db.execute(connection, "CREATE TABLE unfinished (id int)");
        }
        try (Connection connection = db.getConnection()) {
            assertThat(Db.ask(connection, "SELECT to_regclass('unfinished')")).isNull();
        }
        assertUntouched();
    }

    @Test
    void aFailedTransactionLeavesNothingEither() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setAutoCommit(false);
            connection.setClientInfo("ApplicationName", "failed");
            assertThat(catchState(() -> Db.execute(connection, "SELECT 1 / 0"))).isEqualTo("22012");
        }
        assertUntouched();
    }

    private static void setAll(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        connection.setSchema("pg_catalog");
        connection.setNetworkTimeout(Runnable::run, 7_000);
        connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        connection.setClientInfo("ApplicationName", "borrower");
        Map<String, Class<?>> types = new HashMap<>();
        types.put("money", String.class);
        connection.setTypeMap(types);
        connection.setAutoCommit(false);
    }

    private static void assertSet(Connection connection) throws SQLException {
        assertThat(Db.ask(connection, "SHOW transaction_read_only")).isEqualTo("on");
        assertThat(Db.ask(connection, "SHOW transaction_isolation")).isEqualTo("serializable");
        assertThat(Db.ask(connection, "SHOW search_path")).isEqualTo("pg_catalog");
        assertThat(Db.ask(connection, "SHOW application_name")).isEqualTo("borrower");
        assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(connection.getSchema()).isEqualTo("pg_catalog");
        assertThat(connection.getNetworkTimeout()).isEqualTo(7_000);
        assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("borrower");
        assertThat(connection.getTypeMap()).containsKey("money");
    }

    private void assertUntouched() throws SQLException {
        try (Connection connection = db.getConnection()) {
            assertThat(Db.ask(connection, "SHOW transaction_read_only")).isEqualTo("off");
            assertThat(Db.ask(connection, "SHOW transaction_isolation")).isEqualTo("read committed");
            assertThat(Db.ask(connection, "SHOW search_path")).isEqualTo("\"$user\", public");
            assertThat(Db.ask(connection, "SHOW application_name")).isEqualTo("PostgreSQL JDBC Driver");
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getNetworkTimeout()).isZero();
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(connection.getTypeMap()).doesNotContainKey("money");
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static String catchState(Work work) {
        try {
            work.run();
            return "no exception";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }
}
