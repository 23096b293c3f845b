package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecTest {

    @Test
    void equal_specifications_are_one_key() {
        assertThat(PostgresSpec.primaryWithReplicas(2).with("jit", "on"))
                .isEqualTo(PostgresSpec.primaryWithReplicas(2).with("jit", "on"))
                .isNotEqualTo(PostgresSpec.primaryWithReplicas(2));
        RedisSpec redis =
                RedisSpec.durable().password("p").user("u", "q", "+get").tls().proxied();
        assertThat(redis)
                .isEqualTo(RedisSpec.durable()
                        .proxied()
                        .tls()
                        .user("u", "q", "+get")
                        .password("p"))
                .hasSameHashCodeAs(RedisSpec.durable()
                        .proxied()
                        .tls()
                        .user("u", "q", "+get")
                        .password("p"));
        assertThat(List.of(
                        RedisSpec.disposable(),
                        RedisSpec.durable(),
                        RedisSpec.durable().with("maxmemory", "1mb"),
                        RedisSpec.durable().password("p"),
                        RedisSpec.durable().password("q"),
                        RedisSpec.durable().user("u", "q", "+get"),
                        RedisSpec.durable().user("u", "q", "+set"),
                        RedisSpec.durable().tls(),
                        RedisSpec.durable().proxied(),
                        redis))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_bad_number_of_replicas_is_named() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(9))
                .withMessage("Invalid replicas (9): must be 0 to 8");
    }

    @Test
    void a_cascaded_replica_needs_a_first_replica_and_a_place() {
        assertThat(PostgresSpec.primaryWithReplicas(1).withCascadedReplica())
                .isEqualTo(new PostgresSpec(1, 1, Map.of()))
                .isNotEqualTo(PostgresSpec.primaryWithReplicas(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(0).withCascadedReplica())
                .withMessage("Invalid cascadedReplicas (1): must be 0 to 0 beside 0 replicas");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(8).withCascadedReplica())
                .withMessage("Invalid cascadedReplicas (1): must be 0 to 0 beside 8 replicas");
    }

    @Test
    void a_setting_cannot_smuggle_in_another() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(0).with("jit = off\nfsync", "on"))
                .withMessageStartingWith("Invalid setting (jit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PostgresSpec.primaryWithReplicas(0).with("cluster_name", "x'\nwork_mem = 7MB"))
                .withMessageStartingWith("Invalid cluster_name (x'");
        assertThat(PostgresSettings.ofPrimary(
                                PostgresSpec.primaryWithReplicas(0).with("cluster_name", "x\\"))
                        .lines())
                .contains("cluster_name = 'x\\\\'\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSpec.durable().with("port", "1"))
                .withMessageStartingWith("Invalid setting (port): must be a directive of redis.conf, but none of ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisSpec.durable().with("maxmemory", "1mb\nport 1"))
                .withMessageStartingWith("Invalid maxmemory (1mb");
    }

    @Test
    void settings_are_quoted_for_postgresql() {
        PostgresSettings settings = PostgresSettings.ofReplica(
                PostgresSpec.primaryWithReplicas(1).with("log_line_prefix", "it's "),
                "pg2",
                new Address("127.0.0.1", 15_001));
        assertThat(settings.standby()).isTrue();
        assertThat(settings.lines())
                .contains("log_line_prefix = 'it''s '\n")
                .contains("primary_conninfo = 'host=127.0.0.1 port=15001 user=postgres application_name=pg2'\n");
    }
}
