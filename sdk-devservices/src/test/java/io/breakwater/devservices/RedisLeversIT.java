package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a test can do to a single server, alone or as a node. */
class RedisLeversIT {

    private static final RedisSpec SYNCED = RedisSpec.durable().with("appendfsync", "always");

    @Test
    void a_started_server_has_its_data_and_one_started_empty_has_none() throws Exception {
        for (RedisSpec spec : List.of(SYNCED, RedisSpec.disposable().with("save", "3600 1"))) {
            try (RedisServer server = spec.start()) {
                server.client().text("SET", "k", "v");
                server.client().text("SAVE");
                server.kill();
                server.start();
                assertThat(server.client().text("GET", "k")).as(spec.toString()).isEqualTo("v");
                server.kill();
                server.startEmpty();
                assertThat(server.client().text("DBSIZE")).as(spec.toString()).isEqualTo("0");
                server.client().text("SET", "k", "again");
                server.kill();
                server.start();
                assertThat(server.client().text("CONFIG", "GET", "maxmemory-policy"))
                        .contains(spec.settings().get("maxmemory-policy"));
            }
        }
    }

    @Test
    void a_running_server_is_not_emptied() throws Exception {
        try (RedisServer server = SYNCED.start()) {
            server.client().text("SET", "k", "v");
            assertThatThrownBy(server::startEmpty).hasMessage("redis runs already");
            server.kill();
            server.start();
            assertThat(server.client().text("GET", "k")).isEqualTo("v");
        }
    }

    @Test
    void a_setting_changes_at_once_and_survives_a_restart() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start()) {
            server.configure("maxmemory", "17mb");
            assertThat(server.client().map("CONFIG", "GET", "maxmemory")).containsEntry("maxmemory", "17825792");
            server.kill();
            server.startEmpty();
            assertThat(server.client().map("CONFIG", "GET", "maxmemory*"))
                    .containsEntry("maxmemory", "17825792")
                    .containsEntry("maxmemory-policy", "allkeys-lru");
        }
    }

    @Test
    void a_setting_that_is_refused_or_ours_is_an_error() {
        RedisServer server = DevServices.redis();
        assertThatThrownBy(() -> server.configure("maxmemory-policy", "whatever"))
                .isInstanceOf(DevServicesException.class)
                .hasMessageStartingWith(server + ": CONFIG failed: ERR ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.configure("port", "1"))
                .withMessageStartingWith("Invalid setting (port): must be a directive of redis.conf, but none of ");
    }

    @Test
    void a_cluster_node_that_starts_empty_is_the_same_node_and_fills_up_from_its_master() throws Exception {
        try (RedisCluster cluster = SYNCED.startCluster()) {
            RedisServer master = cluster.masterOf("k");
            RedisServer replica = cluster.replicas().stream()
                    .filter(node -> new RedisGroup(List.of(node))
                                    .ask(Replication::of)
                                    .get(0)
                                    .masterPort()
                            == master.port())
                    .findFirst()
                    .orElseThrow();
            String id = replica.client().text("CLUSTER", "MYID");
            master.client().text("SET", "k", "v");
            replica.kill();
            replica.startEmpty();
            cluster.awaitHealthy();
            assertThat(replica.client().text("CLUSTER", "MYID")).isEqualTo(id);
            assertThat(replica.client().text("DBSIZE")).isEqualTo("1");

            master.kill();
            master.startEmpty();
            cluster.awaitHealthy();
            assertThat(cluster.masterOf("k").client().text("GET", "k")).isEmpty();
            assertThat(cluster.masterOf("k")).isEqualTo(master);
        }
    }

    @Test
    void a_paused_sentinel_does_not_answer_until_it_is_resumed() throws Exception {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            RedisServer paused = sentinel.sentinels().get(2);
            paused.pause();
            assertThatThrownBy(() -> paused.probe().text("PING")).hasMessageContaining("timed out");
            assertThat(sentinel.master()).isEqualTo(sentinel.nodes().get(0));
            paused.resume();
            Await.until(
                    "answer",
                    Duration.ofSeconds(10),
                    () -> paused.probe().text("PING").equals("PONG") ? "" : "PONG");
            assertThatThrownBy(() -> paused.configure("maxmemory", "1mb")).isInstanceOf(DevServicesException.class);
        }
    }

    @Test
    void a_killed_replica_comes_back_and_catches_up() throws Exception {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            RedisServer replica = sentinel.replicas().get(0);
            replica.kill();
            sentinel.master().client().text("SET", "while", "away");
            replica.start();
            sentinel.awaitHealthy();
            assertThat(replica.client().text("GET", "while")).isEqualTo("away");
        }
    }

    @Test
    void closing_a_node_of_several_does_nothing() throws Exception {
        RedisServer node = DevServices.redisCluster().nodes().get(0);
        node.close();
        assertThat(node.client().text("PING")).isEqualTo("PONG");
    }
}
