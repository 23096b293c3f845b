package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.testcontainers.ContainerPlan;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is handed to a container; it needs no engine. */
class ContainerPlanTest {

    @Test
    void a_postgresql_node_runs_our_script_as_postgres_on_a_fixed_port() {
        ContainerPlan plan = PostgresContainer.plan("pg2", 15_001);
        assertThat(plan.user()).isEqualTo("postgres");
        assertThat(plan.command())
                .isEqualTo(
                        List.of("sh", "/breakwater/run.sh", "/breakwater", "/var/lib/postgresql/breakwater", "5432"));
        assertThat(plan.files()).containsOnlyKeys("/breakwater/run.sh");
        assertThat(plan.files().get("/breakwater/run.sh")).contains("exec postgres");
        assertThat(plan.port()).isEqualTo(5432);
        assertThat(plan.hostPort()).isEqualTo(15_001);
        assertThat(plan.alias()).isEqualTo("pg2-15001");
    }

    @Test
    void the_image_has_the_version_that_runs_natively() {
        assertThat(PostgresContainer.plan("pg1", 15_000).image()).isEqualTo("postgres:18.6-alpine");
        Command.run(List.of(
                "sh",
                "-c",
                PostgresBinaries.unpacked().program("postgres") + " --version | grep -F 'PostgreSQL) 18.6'"));
        assertThat(RedisContainer.plan(RedisSpec.disposable(), 15_000).image()).isEqualTo("redis:7.0.15-alpine");
        assertThat(Platform.current().redisBinary()).contains("-7.0.15-");
    }

    @Test
    void a_node_listens_to_other_containers_and_names_its_upstream_by_alias() {
        PostgresContainer upstream = new PostgresContainer("pg1");
        PostgresSettings settings = PostgresSettings.ofReplica(
                        PostgresSpec.primaryWithReplicas(1).with("work_mem", "5MB"), "pg2", upstream.address())
                .forAllInterfaces();
        assertThat(settings.standby()).isTrue();
        assertThat(settings.lines())
                .contains("listen_addresses = '*'\n")
                .contains("work_mem = '5MB'\n")
                .contains("primary_conninfo = 'host=pg1-" + upstream.port()
                        + " port=5432 user=postgres application_name=pg2'\n");
    }

    @Test
    void each_order_is_another() {
        assertThat(PostgresContainer.order("pg1-15000", 1, "")).isEqualTo("pg1-15000 1\n\n");
        assertThat(PostgresContainer.order("pg1-15000", 2, "host=pg2-15001 port=5432"))
                .isEqualTo("pg1-15000 2\nhost=pg2-15001 port=5432\n");
    }

    @Test
    void redis_gets_the_settings_as_its_configuration() {
        ContainerPlan plan = RedisContainer.plan(RedisSpec.durable().with("maxmemory", "17mb"), 15_002);
        assertThat(plan.command()).isEqualTo(List.of("redis-server", "/data/redis.conf"));
        assertThat(plan.files().get("/data/redis.conf"))
                .contains("port \"6379\"\n")
                .contains("protected-mode \"no\"\n")
                .contains("dir \"/data\"\n")
                .contains("appendonly yes\n")
                .contains("maxmemory 17mb\n");
        assertThat(plan.port()).isEqualTo(6379);
        assertThat(plan.hostPort()).isEqualTo(15_002);
        assertThat(plan.user()).isEmpty();
    }
}
