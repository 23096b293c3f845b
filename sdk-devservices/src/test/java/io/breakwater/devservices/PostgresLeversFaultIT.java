package io.breakwater.devservices;

import static io.breakwater.devservices.Sql.await;
import static io.breakwater.devservices.Sql.query;
import static io.breakwater.devservices.Sql.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each lever of a node, alone. */
class PostgresLeversFaultIT {

    private static final String SYSTEM = "SELECT system_identifier FROM pg_control_system()";
    private static final String STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'";

    @Test
    void kill_leaves_no_process_behind_and_start_brings_the_data_back() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode primary = postgres.primary();
            update(primary, "CREATE TABLE kept AS SELECT 1 AS x");
            Path postmaster = Path.of(query(primary, "SHOW data_directory"), "postmaster.pid");
            long pid = Long.parseLong(Files.readAllLines(postmaster).get(0));
            List<ProcessHandle> family =
                    ProcessHandle.of(pid).orElseThrow().descendants().toList();
            assertThat(family).hasSizeGreaterThan(3);
            primary.kill();
            assertThat(family).noneMatch(OrphansIT::runs);
            assertThatThrownBy(primary::kill)
                    .isInstanceOf(DevServicesException.class)
                    .hasMessage("pg1 does not run");
            primary.start();
            assertThat(query(primary, "SELECT x FROM kept")).isEqualTo("1");
            await(primary, STREAMING, "1");
        }
    }

    @Test
    void a_primary_that_starts_empty_is_another_cluster_on_the_same_port() throws Exception {
        PostgresSpec spec = PostgresSpec.primaryWithReplicas(1).with("work_mem", "5MB");
        try (Postgres postgres = spec.start()) {
            PostgresNode primary = postgres.primary();
            PostgresNode replica = postgres.nodes().get(1);
            update(primary, "CREATE TABLE lost AS SELECT 1 AS x");
            await(replica, "SELECT x FROM lost", "1");
            primary.configure("maintenance_work_mem", "9MB");
            assertThatThrownBy(primary::startEmpty)
                    .isInstanceOf(DevServicesException.class)
                    .hasMessage("pg1 runs already");
            String system = query(primary, SYSTEM);
            primary.kill();
            primary.startEmpty();
            assertThat(query(primary, SYSTEM)).isNotEqualTo(system);
            assertThat(query(primary, "SELECT to_regclass('lost')")).isNull();
            assertThat(query(primary, "SHOW work_mem")).isEqualTo("5MB");
            assertThat(query(primary, "SHOW maintenance_work_mem")).isNotEqualTo("9MB");
            assertThat(query(replica, "SELECT x FROM lost")).isEqualTo("1");
            replica.reseedFrom(primary);
            assertThat(query(primary, STREAMING)).isEqualTo("1");
            assertThat(query(replica, "SELECT to_regclass('lost')")).isNull();
        }
    }

    @Test
    void a_replica_that_starts_empty_is_reseeded() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode replica = postgres.nodes().get(1);
            update(postgres.primary(), "CREATE TABLE kept AS SELECT 1 AS x");
            postgres.primary().configure("work_mem", "7MB");
            replica.configure("maintenance_work_mem", "9MB");
            replica.kill();
            replica.startEmpty();
            await(replica, "SELECT x FROM kept", "1");
            assertThat(query(replica, "SHOW maintenance_work_mem")).isNotEqualTo("9MB");
            assertThat(query(replica, "SHOW work_mem"))
                    .as("what the primary alone was told")
                    .isNotEqualTo("7MB");
            assertThat(query(postgres.primary(), STREAMING)).isEqualTo("1");
        }
    }

    @Test
    void a_paused_node_hangs_until_it_is_resumed_and_can_be_killed_meanwhile() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode replica = postgres.nodes().get(1);
            replica.pause();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            replica.jdbcUrl("postgres") + "&connectTimeout=1&socketTimeout=1&loginTimeout=1"))
                    .isInstanceOf(SQLException.class);
            replica.resume();
            assertThat(query(replica, "SELECT 1")).isEqualTo("1");
            replica.pause();
            replica.kill();
            replica.start();
            assertThat(query(replica, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void a_replica_whose_replay_is_paused_receives_but_does_not_show() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode primary = postgres.primary();
            PostgresNode replica = postgres.nodes().get(1);
            update(primary, "CREATE TABLE seen AS SELECT 1 AS x");
            await(replica, "SELECT count(*) FROM seen", "1");
            replica.pauseReplay();
            String replayed = query(replica, "SELECT pg_last_wal_replay_lsn()");
            update(primary, "INSERT INTO seen VALUES (2)");
            String written = query(primary, "SELECT pg_current_wal_lsn()");
            await(replica, "SELECT pg_last_wal_receive_lsn() >= '" + written + "'", "t");
            assertThat(query(replica, "SELECT count(*) FROM seen")).isEqualTo("1");
            assertThat(query(replica, "SELECT pg_last_wal_replay_lsn()")).isEqualTo(replayed);
            replica.resumeReplay();
            await(replica, "SELECT count(*) FROM seen", "2");
            assertThatThrownBy(primary::pauseReplay)
                    .isInstanceOf(DevServicesException.class)
                    .hasMessageContaining("recovery is not in progress");
        }
    }

    @Test
    void a_replica_whose_replay_is_paused_can_be_promoted_with_all_it_received() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode replica = postgres.nodes().get(1);
            replica.pauseReplay();
            update(postgres.primary(), "CREATE TABLE received AS SELECT 1 AS x");
            String written = query(postgres.primary(), "SELECT pg_current_wal_lsn()");
            await(replica, "SELECT pg_last_wal_receive_lsn() >= '" + written + "'", "t");
            replica.promote();
            assertThat(query(replica, "SELECT x FROM received")).isEqualTo("1");
        }
    }

    @Test
    void a_configured_setting_is_there_at_once_and_after_a_kill() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode primary = postgres.primary();
            PostgresNode replica = postgres.nodes().get(1);
            String awkward = "it's \\ a; DROP TABLE x --";
            primary.configure("log_line_prefix", awkward);
            assertThat(query(primary, "SHOW log_line_prefix")).isEqualTo(awkward);
            assertThat(query(replica, "SHOW log_line_prefix")).isNotEqualTo(awkward);
            replica.configure("recovery_min_apply_delay", "1234ms");
            assertThat(query(replica, "SHOW recovery_min_apply_delay")).isEqualTo("1234ms");
            primary.configure("standard_conforming_strings", "off");
            primary.configure("log_line_prefix", awkward + "2");
            primary.kill();
            primary.start();
            assertThat(query(primary, "SHOW log_line_prefix")).isEqualTo(awkward + "2");
        }
    }

    @Test
    void a_setting_that_needs_a_restart_waits_for_it() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0).start()) {
            PostgresNode primary = postgres.primary();
            primary.configure("cluster_name", "later");
            assertThat(query(primary, "SHOW cluster_name")).isEmpty();
            assertThat(query(primary, "SELECT pending_restart FROM pg_settings WHERE name = 'cluster_name'"))
                    .isEqualTo("t");
            primary.kill();
            primary.start();
            assertThat(query(primary, "SHOW cluster_name")).isEqualTo("later");
        }
    }

    @Test
    void a_wrong_setting_is_refused_where_it_is_made() {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0).start()) {
            PostgresNode primary = postgres.primary();
            assertThatThrownBy(() -> primary.configure("work_mem", "lots"))
                    .isInstanceOf(DevServicesException.class)
                    .hasMessageContaining("pg1 refused: ALTER SYSTEM SET work_mem")
                    .hasMessageContaining("invalid value");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> primary.configure("work_mem = '5MB'; DROP TABLE x", ""))
                    .withMessageEndingWith("must be a PostgreSQL setting's name");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> primary.configure("log_line_prefix", "a\nb"))
                    .withMessageEndingWith("must be one line");
        }
    }
}
