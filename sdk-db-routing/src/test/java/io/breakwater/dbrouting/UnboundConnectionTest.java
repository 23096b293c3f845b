package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Wrapper;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nothing listens at the nodes' address: what works here takes no connection. */
class UnboundConnectionTest {

    private static RoutingDataSource db;

    @BeforeAll
    static void start() {
        HikariConfig config = Db.config("jdbc:postgresql://127.0.0.1:1/forum");
        config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        db = RoutingDataSource.builder("forum")
                .node("pg1", config)
                .node("pg2", config)
                .build();
    }

    @AfterAll
    static void stop() {
        db.close();
    }

    @Test
    void aFreshConnectionAnswersFromTheDefaults() throws SQLException {
        try (Connection connection = db.getConnection()) {
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
            assertThat(connection.getNetworkTimeout()).isZero();
            assertThat(connection.getClientInfo()).isEmpty();
            assertThat(connection.getTypeMap()).isEmpty();
            assertThat((Object) connection.getWarnings()).isNull();
            assertThat(connection).hasToString("LazyConnection(not bound yet)");
        }
    }

    @Test
    void settingsAreKept() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setCatalog("forum");
            connection.setSchema("posts");
            connection.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            connection.setNetworkTimeout(Runnable::run, 1_500);
            connection.setClientInfo("ApplicationName", "web");
            connection.setTypeMap(Map.of("money", String.class));

            assertThat(connection.isReadOnly()).isTrue();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            assertThat(connection.getCatalog()).isEqualTo("forum");
            assertThat(connection.getSchema()).isEqualTo("posts");
            assertThat(connection.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            assertThat(connection.getNetworkTimeout()).isEqualTo(1_500);
            assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("web");
            assertThat(connection.getTypeMap()).containsEntry("money", String.class);
        }
    }

    @Test
    void clientInfoIsReplacedAsAWholeOrByName() throws SQLException {
        try (Connection connection = db.getConnection()) {
            Properties info = new Properties();
            info.setProperty("ApplicationName", "web");
            connection.setClientInfo("Other", "gone");
            connection.setClientInfo(info);
            info.setProperty("ApplicationName", "changed later");

            assertThat(connection.getClientInfo()).containsExactly(Map.entry("ApplicationName", "web"));
            connection.setClientInfo("ApplicationName", null);
            assertThat(connection.getClientInfo()).isEmpty();
        }
    }

    @Test
    void thereIsNothingToEnd() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.commit();
            connection.rollback();
            connection.clearWarnings();
            assertThat(connection.isWrapperFor(Connection.class)).isTrue();
            assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
        }
        db.getConnection().abort(Runnable::run);
    }

    @Test
    void aClosedConnectionRefusesAll() throws SQLException {
        Connection connection = db.getConnection();
        connection.close();
        connection.close();

        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThat(connection).hasToString("LazyConnection(closed)");
        closed(connection::createStatement);
        closed(connection::getMetaData);
        closed(connection::isReadOnly);
        closed(() -> connection.setReadOnly(true));
        closed(connection::commit);
        closed(() -> connection.setClientInfo("ApplicationName", "web"));
    }

    @Test
    void theStatesAreInTheMessage() throws SQLException {
        try (Connection connection = db.getConnection()) {
            assertThatThrownBy(connection::createStatement)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageStartingWith("forum has no primary to write to: pg1 UNKNOWN (its probe failed: ")
                    .hasMessageContaining("127.0.0.1:1 refused")
                    .hasMessageContaining(", pg2 UNKNOWN (its probe failed: ");
            connection.setReadOnly(true);
            assertThatThrownBy(connection::createStatement)
                    .isInstanceOf(SQLTransientConnectionException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessageStartingWith("forum has no node to read from: pg1 UNKNOWN");
            assertThat(connection.isValid(1)).isFalse();
        }
    }

    @Test
    void theDataSourceIsItsOwnWrapper() throws SQLException {
        assertThat(db.isWrapperFor(DataSource.class)).isTrue();
        assertThat(((Wrapper) db).unwrap(RoutingDataSource.class)).isSameAs(db);
        assertThatThrownBy(() -> db.unwrap(String.class))
                .hasMessage("RoutingDataSource is not a wrapper for java.lang.String");
    }

    @Test
    void whatJdbcOffersAndNobodyNeedsHere() throws SQLException {
        assertThat(db.getLogWriter()).isNull();
        assertThat(db.getLoginTimeout()).isZero();
        assertThat(db).hasToString("RoutingDataSource(forum)");
        unsupported(() -> db.getConnection("user", "password"));
        unsupported(() -> db.setLogWriter(null));
        unsupported(() -> db.setLoginTimeout(1));
        unsupported(db::getParentLogger);
    }

    private static void closed(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SQLException.class).hasFieldOrPropertyWithValue("SQLState", "08003");
    }

    private static void unsupported(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SQLFeatureNotSupportedException.class);
    }
}
