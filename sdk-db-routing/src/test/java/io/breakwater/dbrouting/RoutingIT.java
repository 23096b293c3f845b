package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

class RoutingIT {

    private static final String PID = "SELECT pg_backend_pid()";

    private static Postgres pg;
    private static RoutingDataSource db;
    private static int primary;
    private static List<Integer> replicas;

    @BeforeAll
    static void start() throws Exception {
        pg = DevServices.postgres();
        primary = pg.primary().port();
        replicas = pg.replicas().stream().map(PostgresNode::port).toList();
        db = Db.routing("routing", pg).build();
        Await.untilAllUsable(db);
        try (Connection connection = db.getConnection()) {
            Db.execute(connection, "DROP TABLE IF EXISTS posts");
            Db.execute(connection, "CREATE TABLE posts (id int)");
        }
    }

    @AfterAll
    static void stop() {
        db.close();
    }

    @Test
    void rolesAreDiscovered() {
        assertThat(db.nodes()).extracting(NodeStatus::name).containsExactly("pg1", "pg2", "pg3");
        assertThat(db.nodes()).extracting(NodeStatus::role).containsExactly(Role.PRIMARY, Role.REPLICA, Role.REPLICA);
        assertThat(Await.status(db, "pg1").lag()).isNull();
        assertThat(Await.status(db, "pg2").lag()).isNotNull();
    }

    @Test
    void aReadRunsOnAReplicaAndAnythingElseOnThePrimary() throws SQLException {
        assertThat(Db.portOfRead(db)).isIn(replicas);
        assertThat(Db.portOfWrite(db)).isEqualTo(primary);
        try (Connection connection = Db.readOnly(db)) {
            assertThat(Db.ask(connection, "SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
    }

    @Test
    void readsGoToTheReplicasInTurn() throws SQLException {
        Set<Integer> ports = new HashSet<>();
        for (int read = 0; read < replicas.size(); read++) {
            ports.add(Db.portOfRead(db));
        }

        assertThat(ports).containsExactlyInAnyOrderElementsOf(replicas);
    }

    @Test
    void aConnectionWithoutAStatementTakesNothing() throws SQLException {
        try (RoutingDataSource fresh = Db.routing("fresh", pg).build()) {
            try (Connection connection = fresh.getConnection()) {
                connection.setAutoCommit(false);
                connection.commit();
            }
            assertThat(fresh.nodes()).allSatisfy(node -> {
                assertThat(node.reads()).isZero();
                assertThat(node.writes()).isZero();
                assertThat(node.pool().active()).isZero();
            });
        }
    }

    @Test
    @DisplayName("db-routing 12: Spring's questions before the first statement take no connection and do not route it")
    void springProbeOrder() throws SQLException {
        try (RoutingDataSource fresh = Db.routing("spring", pg).build();
                Connection connection = fresh.getConnection()) {
            assertThat(connection.isReadOnly()).isFalse();
            connection.setReadOnly(true);
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(connection.getAutoCommit()).isTrue();
            connection.setAutoCommit(false);
            assertThat(fresh.nodes())
                    .allSatisfy(node -> assertThat(node.reads() + node.writes()).isZero());

            assertThat(Db.port(connection)).isIn(replicas);
        }
    }

    @Test
    @DisplayName("db-routing 12: a look at the metadata first does not route the connection")
    void metadataFirst() throws SQLException {
        try (Connection connection = db.getConnection()) {
            assertThat(connection.getMetaData().getURL()).contains(":" + primary + "/");
            connection.setReadOnly(true);
            assertThat(Db.port(connection)).isIn(replicas);
        }
        assertThat(db.nodes())
                .allSatisfy(node -> assertThat(node.pool().active()).isZero());
    }

    @Test
    void metadataFirstTakesOneConnectionWhenTheRouteStays() throws SQLException {
        long before = Await.status(db, "pg1").writes();
        try (Connection connection = db.getConnection()) {
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("PostgreSQL");
            assertThat(connection.isValid(1)).isTrue();
            assertThat(connection.getSchema()).isEqualTo("public");
            assertThat(connection.getCatalog()).isEqualTo("postgres");
            assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
            assertThat(Db.port(connection)).isEqualTo(primary);
        }
        assertThat(Await.status(db, "pg1").writes()).isEqualTo(before + 1);
    }

    @Test
    @DisplayName("db-routing 10: a transaction runs on one backend, whatever it does")
    void oneTransactionOneBackend() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setAutoCommit(false);
            String first = Db.ask(connection, PID);
            Db.execute(connection, "INSERT INTO posts VALUES (10)");
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
            assertThat(Db.ask(connection, "SELECT count(*) FROM posts WHERE id = 10"))
                    .isEqualTo("1");
            connection.rollback();
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
        }
    }

    @Test
    @DisplayName("db-routing 10: a transaction begun as text, behind a comment, runs on one backend")
    void oneTransactionAsText() throws SQLException {
        try (Connection connection = db.getConnection()) {
            Db.execute(connection, "/* reads */ -- and writes\n BEGIN");
            String first = Db.ask(connection, PID);
            Db.execute(connection, "INSERT INTO posts VALUES (11)");
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
            Db.execute(connection, "ROLLBACK");
        }
    }

    @Test
    @DisplayName("db-routing 11: setReadOnly inside a transaction is refused with 25001, and the connection goes on")
    void readOnlyMidTransaction() throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(true);
            connection.setReadOnly(false);
            connection.setAutoCommit(false);
            String first = Db.ask(connection, PID);
            refused("25001", () -> connection.setReadOnly(true));
            assertThat(connection.isReadOnly()).isFalse();
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
        }
        try (Connection connection = Db.readOnly(db)) {
            connection.setAutoCommit(false);
            String first = Db.ask(connection, PID);
            refused("25001", () -> connection.setReadOnly(false));
            assertThat(connection.isReadOnly()).isTrue();
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
        }
    }

    @Test
    void aWriteOnAReadOnlyConnectionIsRefused() throws SQLException {
        try (Connection connection = Db.readOnly(db)) {
            refused("25006", () -> Db.execute(connection, "INSERT INTO posts VALUES (1)"));
        }
        try (Connection connection = Db.readOnly(db)) {
            connection.setAutoCommit(false);
            refused("25006", () -> Db.execute(connection, "INSERT INTO posts VALUES (1)"));
        }
    }

    @Test
    void noLongerReadOnlyBetweenTransactionsBindsAnew() throws SQLException {
        try (Connection connection = Db.readOnly(db)) {
            connection.setAutoCommit(false);
            PreparedStatement onReplica = connection.prepareStatement("SELECT inet_server_port()");
            assertThat(Db.port(connection)).isIn(replicas);
            connection.commit();
            connection.setReadOnly(false);

            assertThat(onReplica.isClosed()).isTrue();
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(Db.port(connection)).isEqualTo(primary);
        }
    }

    @Test
    void springsCleanupTakesNoSecondConnection() throws SQLException {
        long before = Await.status(db, "pg1").writes();
        try (Connection connection = Db.readOnly(db)) {
            connection.setAutoCommit(false);
            Db.ask(connection, PID);
            connection.commit();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
        assertThat(Await.status(db, "pg1").writes()).isEqualTo(before);
    }

    @Test
    void readOnlyLaterStaysOnThePrimary() throws SQLException {
        try (Connection connection = db.getConnection()) {
            String first = Db.ask(connection, PID);
            connection.setReadOnly(true);
            assertThat(Db.ask(connection, PID)).isEqualTo(first);
            connection.setAutoCommit(false);
            refused("25006", () -> Db.execute(connection, "INSERT INTO posts VALUES (1)"));
        }
    }

    @Test
    void unwrapBinds() throws SQLException {
        try (Connection connection = Db.readOnly(db)) {
            assertThat(connection.isWrapperFor(PGConnection.class)).isTrue();
            assertThat(connection.unwrap(PGConnection.class).getBackendPID())
                    .isEqualTo(Integer.parseInt(Db.ask(connection, PID)));
            assertThat(connection.toString()).matches("LazyConnection\\(pg[23]\\)");
        }
    }

    @Test
    void aNodeMayBeADataSource() throws Exception {
        try (RoutingDataSource wrapped = RoutingDataSource.builder("wrapped")
                .node("pg1", dataSource(pg.primary()))
                .node("pg2", dataSource(pg.replicas().get(0)))
                .build()) {
            Await.untilAllUsable(wrapped);
            assertThat(Db.portOfRead(wrapped)).isEqualTo(pg.replicas().get(0).port());
        }
    }

    private static HikariConfig dataSource(PostgresNode node) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl("jdbc:postgresql://127.0.0.1:" + node.port() + "/postgres");
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setUsername("postgres");
        config.setMaximumPoolSize(1);
        return config;
    }

    @Test
    void withoutTheRightToSeeTheReceiverAReplicaIsLeftOut() throws Exception {
        try (Connection connection = db.getConnection()) {
            Db.execute(connection, "DROP ROLE IF EXISTS visitor");
            Db.execute(connection, "CREATE ROLE visitor LOGIN");
        }
        try (RoutingDataSource visitor = RoutingDataSource.builder("visitor")
                .node("pg1", visitor(pg.primary()))
                .node("pg2", visitor(pg.replicas().get(0)))
                .build()) {
            Await.until(
                    () -> "both should be seen: " + visitor.nodes(),
                    () -> visitor.nodes().stream().noneMatch(node -> node.role() == Role.UNKNOWN));
            assertThat(Await.status(visitor, "pg2").reason())
                    .isEqualTo("its WAL receiver is hidden: the role needs pg_read_all_stats");

            Db.execute(pg.primary(), "GRANT pg_read_all_stats TO visitor");
            Await.untilAllUsable(visitor);
        }
    }

    private static HikariConfig visitor(PostgresNode node) {
        HikariConfig config = Db.config("jdbc:postgresql://127.0.0.1:" + node.port() + "/postgres");
        config.setUsername("visitor");
        return config;
    }

    @Test
    void aBusyPoolIsReportedAndNotBlamedOnTheServer() throws Exception {
        try (RoutingDataSource small = RoutingDataSource.builder("small")
                        .node("pg1", Db.config(pg.primary().jdbcUrl("postgres")))
                        .build();
                Connection first = small.getConnection();
                Connection second = small.getConnection();
                Connection third = small.getConnection()) {
            Await.untilAllUsable(small);
            Db.ask(first, PID);
            Db.ask(second, PID);

            assertThatThrownBy(third::createStatement)
                    .hasMessageStartingWith("breakwater-small-pg1 - Connection is not available")
                    .hasMessageContaining("active=2");
            assertThat(Await.status(small, "pg1").usable()).isTrue();
        }
    }

    private static void refused(String sqlState, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SQLException.class).hasFieldOrPropertyWithValue("SQLState", sqlState);
    }
}
