package io.breakwater.devservices;

import static io.breakwater.devservices.Sql.await;
import static io.breakwater.devservices.Sql.query;
import static io.breakwater.devservices.Sql.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Who streams from whom: cascades, promotion, following, re-seeding, and the failover that needs them all. */
class PostgresReplicationFaultIT {

    private static final String STREAMING =
            "SELECT string_agg(application_name, ',' ORDER BY application_name) FROM pg_stat_replication"
                    + " WHERE state = 'streaming'";
    private static final String TIMELINE = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";
    private static final String TIMELINE_RECEIVED = "SELECT received_tli FROM pg_stat_wal_receiver";
    private static final String SYSTEM = "SELECT system_identifier FROM pg_control_system()";

    @Test
    void a_cascaded_replica_streams_from_the_first_replica() throws Exception {
        PostgresSpec spec = PostgresSpec.primaryWithReplicas(1).withCascadedReplica();
        try (Postgres postgres = spec.start()) {
            PostgresNode pg3 = postgres.nodes().get(2);
            assertThat(query(postgres.primary(), STREAMING)).isEqualTo("pg2");
            assertThat(query(postgres.nodes().get(1), STREAMING)).isEqualTo("pg3");
            update(postgres.primary(), "CREATE TABLE written AS SELECT 42 AS x");
            await(pg3, "SELECT x FROM written", "42");
            pg3.kill();
            pg3.startEmpty();
            assertThat(query(pg3, "SELECT x FROM written")).isEqualTo("42");
            assertThat(query(postgres.nodes().get(1), STREAMING)).isEqualTo("pg3");
        }
    }

    @Test
    void the_nodes_of_a_cluster_are_of_one_system_and_those_of_another_cluster_are_not() throws Exception {
        try (Postgres one = PostgresSpec.primaryWithReplicas(1).start();
                Postgres other = PostgresSpec.primaryWithReplicas(0).start()) {
            String system = query(one.primary(), SYSTEM);
            assertThat(query(one.nodes().get(1), SYSTEM)).isEqualTo(system);
            assertThat(query(other.primary(), SYSTEM)).isNotEqualTo(system);
        }
    }

    @Test
    void a_promoted_replica_accepts_writes_on_a_new_timeline_and_another_follows_it() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(2).start()) {
            PostgresNode pg2 = postgres.nodes().get(1);
            PostgresNode pg3 = postgres.nodes().get(2);
            pg2.promote();
            update(pg2, "CREATE TABLE after_promotion AS SELECT 7 AS x");
            assertThat(query(pg2, TIMELINE)).isEqualTo("00000002");
            assertThat(query(postgres.primary(), TIMELINE)).isEqualTo("00000001");
            assertThat(query(postgres.primary(), STREAMING)).isEqualTo("pg3");
            pg3.follow(pg2);
            assertThat(query(pg2, STREAMING)).isEqualTo("pg3");
            assertThat(query(pg3, TIMELINE_RECEIVED)).isEqualTo("2");
            await(pg3, "SELECT x FROM after_promotion", "7");
            assertThatThrownBy(pg2::promote)
                    .isInstanceOf(DevServicesException.class)
                    .hasMessageContaining("pg2 refused")
                    .hasMessageContaining("recovery is not in progress");
        }
    }

    @Test
    void who_follows_whom_is_checked() {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode pg1 = postgres.primary();
            PostgresNode pg2 = postgres.nodes().get(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pg1.reseedFrom(pg2))
                    .withMessage("Invalid upstream (pg2): must be a node that is not, and does not stream from, pg1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pg2.follow(pg2))
                    .withMessage("Invalid upstream (pg2): must be a node that is not, and does not stream from, pg2");
            pg2.promote();
            assertThatThrownBy(() -> pg2.follow(pg1))
                    .isInstanceOf(DevServicesException.class)
                    .hasMessage("pg2 is a primary: to make it a replica, re-seed it");
        }
    }

    @Test
    void a_source_that_does_not_answer_costs_nothing() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode pg2 = postgres.nodes().get(1);
            update(postgres.primary(), "CREATE TABLE kept AS SELECT 1 AS x");
            await(pg2, "SELECT x FROM kept", "1");
            postgres.primary().kill();
            assertThatThrownBy(() -> pg2.reseedFrom(postgres.primary()))
                    .isInstanceOf(DevServicesException.class)
                    .hasMessageContaining("pg1 refused: a base backup");
            assertThat(query(pg2, "SELECT x FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void a_failover_with_the_old_primary_back_as_a_replica() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(2).start()) {
            failOver(postgres);
        }
    }

    /** Kill, promote, follow, re-seed: on a primary and two replicas, wherever they run. */
    static void failOver(Postgres postgres) throws SQLException {
        PostgresNode pg1 = postgres.primary();
        PostgresNode pg2 = postgres.nodes().get(1);
        PostgresNode pg3 = postgres.nodes().get(2);
        int port = pg1.port();
        update(pg1, "CREATE TABLE writes AS SELECT 1 AS x");
        await(pg2, "SELECT count(*) FROM writes", "1");
        await(pg3, "SELECT count(*) FROM writes", "1");

        pg1.kill();
        pg2.promote();
        pg3.follow(pg2);
        update(pg2, "INSERT INTO writes VALUES (2)");
        pg1.reseedFrom(pg2);
        update(pg2, "INSERT INTO writes VALUES (3)");

        for (PostgresNode node : postgres.nodes()) {
            await(node, "SELECT string_agg(x::text, ',' ORDER BY x) FROM writes", "1,2,3");
            assertThat(query(node, SYSTEM)).as(node.name()).isEqualTo(query(pg2, SYSTEM));
        }
        assertThat(query(pg2, STREAMING)).isEqualTo("pg1,pg3");
        assertThat(query(pg2, TIMELINE)).isEqualTo("00000002");
        assertThat(query(pg1, TIMELINE_RECEIVED)).isEqualTo("2");
        assertThat(query(pg3, TIMELINE_RECEIVED)).isEqualTo("2");
        assertThat(pg1.port()).isEqualTo(port);
        assertThatThrownBy(() -> update(pg1, "INSERT INTO writes VALUES (4)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));

        pg1.promote();
        assertThat(query(pg1, TIMELINE)).isEqualTo("00000003");
    }

    @Test
    void a_node_is_reseeded_while_its_source_is_written_to() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode pg1 = postgres.primary();
            PostgresNode pg2 = postgres.nodes().get(1);
            update(pg1, "CREATE TABLE busy (x bigserial PRIMARY KEY, y int)");
            Thread writer = new Thread(() -> writeUntilInterrupted(pg1), "writer");
            writer.start();
            try {
                await(pg1, "SELECT count(*) > 1000 FROM busy", "t");
                pg2.reseedFrom(pg1);
            } finally {
                writer.interrupt();
                writer.join();
            }
            String all = query(pg1, "SELECT count(*) || ' ' || sum(x) FROM busy");
            await(pg2, "SELECT count(*) || ' ' || sum(x) FROM busy", all);
            // Without its label a backup would begin at the last checkpoint, and miss what was written before and not
            // copied.
            assertThat(query(pg2, "SELECT count(*) FROM pg_ls_dir('.') AS file WHERE file = 'backup_label.old'"))
                    .isEqualTo("1");
        }
    }

    private static void writeUntilInterrupted(PostgresNode node) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                update(node, "INSERT INTO busy (y) SELECT generate_series(1, 500)");
                update(node, "CHECKPOINT");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
    }
}
