package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisClusterIT {

    @Test
    void a_shared_cluster_starts_once_per_jvm_and_survives_close() throws Exception {
        RedisCluster shared = DevServices.redisCluster();
        shared.close();
        assertThat(DevServices.redisCluster(RedisSpec.durable())).isSameAs(shared);
        assertThat(shared.nodes().get(5).client().text("PING")).isEqualTo("PONG");
    }

    @Test
    void three_masters_share_all_slots_and_have_a_replica_each() throws Exception {
        RedisCluster cluster = DevServices.redisCluster();
        assertThat(cluster.masters()).isEqualTo(cluster.nodes().subList(0, 3));
        assertThat(cluster.replicas()).isEqualTo(cluster.nodes().subList(3, 6));
        for (RedisServer node : cluster.nodes()) {
            assertThat(node.client().text("CLUSTER", "INFO").lines())
                    .contains("cluster_state:ok", "cluster_slots_ok:16384", "cluster_known_nodes:6", "cluster_size:3");
        }
        assertThat(cluster.replicas().stream().map(RedisClusterIT::masterPort).sorted())
                .isEqualTo(cluster.masters().stream()
                        .map(RedisServer::port)
                        .sorted()
                        .toList());
    }

    @Test
    void the_uri_names_all_nodes() {
        RedisCluster cluster = DevServices.redisCluster();
        assertThat(cluster.uri())
                .isEqualTo(cluster.nodes().stream()
                        .map(node -> "127.0.0.1:" + node.port())
                        .collect(Collectors.joining(",", "redis-cluster://", "")));
    }

    @Test
    void the_owner_of_a_key_takes_it_and_the_others_say_where_it_is() throws Exception {
        RedisCluster cluster = DevServices.redisCluster();
        for (String key : List.of("foo", "{user:1}:a", "a{}b", "x{y", "größe", "")) {
            RedisServer owner = cluster.masterOf(key);
            assertThat(owner.client().text("SET", key, "v")).isEqualTo("OK");
            for (RedisServer other : cluster.masters()) {
                if (!other.equals(owner)) {
                    assertThatThrownBy(() -> other.client().text("GET", key))
                            .hasMessage("MOVED " + KeySlot.of(key) + " 127.0.0.1:" + owner.port());
                }
            }
        }
        assertThat(cluster.masterOf("{user:1}:a")).isEqualTo(cluster.masterOf("{user:1}:b"));
    }

    @Test
    void failover_lets_the_replica_take_over_from_a_living_and_from_a_dead_master() throws Exception {
        try (RedisCluster cluster = RedisSpec.durable().startCluster()) {
            RedisServer first = cluster.masterOf("k");
            first.client().text("SET", "k", "v");
            RedisServer second = cluster.failover(first);
            assertThat(cluster.masterOf("k")).isEqualTo(second).isNotEqualTo(first);
            assertThat(second.client().text("GET", "k")).isEqualTo("v");
            assertThat(cluster.replicas()).contains(first);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.failover(first))
                    .withMessage("Invalid master (" + first + "): must be a master of this Cluster now");

            cluster.awaitHealthy();
            second.kill();
            assertThat(cluster.failover(second)).isEqualTo(first);
            assertThat(cluster.masterOf("k")).isEqualTo(first);
            assertThat(first.client().text("GET", "k")).isEqualTo("v");
            assertThat(cluster.masters()).hasSize(3).doesNotContain(second);

            second.start();
            cluster.awaitHealthy();
            assertThat(cluster.replicas()).hasSize(3).contains(second);
        }
    }

    @Test
    void a_killed_master_is_replaced_by_itself() {
        try (RedisCluster cluster = RedisSpec.disposable().startCluster()) {
            RedisServer old = cluster.masterOf("k");
            old.kill();
            Await.until(
                    "automatic failover",
                    Duration.ofSeconds(60),
                    () -> cluster.masterOf("k").equals(old) ? "another owner" : "");
            assertThat(cluster.masters()).hasSize(3).doesNotContain(old);
        }
    }

    @Test
    void a_migrating_slot_is_asked_for_and_then_moved() throws Exception {
        try (RedisCluster cluster = RedisSpec.disposable().startCluster()) {
            RedisServer source = cluster.masterOf("{tag}");
            RedisServer target = cluster.masters().stream()
                    .filter(master -> !master.equals(source))
                    .findFirst()
                    .orElseThrow();
            String slot = String.valueOf(KeySlot.of("{tag}"));
            source.client().text("SET", "{tag}:first", "1");
            source.client().text("SET", "{tag}:second", "2");
            assertThatIllegalStateException()
                    .isThrownBy(() -> cluster.finishMigration("{tag}"))
                    .withMessage("Slot " + slot + " of key {tag} is not migrating");

            cluster.beginMigration("{tag}", target);
            cluster.moveKey("{tag}:first");
            String ask = "ASK " + slot + " 127.0.0.1:" + target.port();
            assertThatThrownBy(() -> source.client().text("GET", "{tag}:first")).hasMessage(ask);
            assertThatThrownBy(() -> source.client().text("GET", "{tag}:absent"))
                    .hasMessage(ask);
            assertThatThrownBy(() -> source.client().text("MGET", "{tag}:first", "{tag}:second"))
                    .hasMessageStartingWith("TRYAGAIN");
            assertThat(source.client().text("GET", "{tag}:second")).isEqualTo("2");

            cluster.finishMigration("{tag}");
            assertThatThrownBy(() -> source.client().text("GET", "{tag}:second"))
                    .hasMessage("MOVED " + slot + " 127.0.0.1:" + target.port());
            assertThat(cluster.masterOf("{tag}")).isEqualTo(target);
            assertThat(target.client().list("MGET", "{tag}:first", "{tag}:second"))
                    .isEqualTo(List.of("1", "2"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> cluster.beginMigration("{tag}", target))
                    .withMessageStartingWith("Invalid target (");
        }
    }

    private static int masterPort(RedisServer replica) {
        return new RedisGroup(List.of(replica)).ask(Replication::of).get(0).masterPort();
    }
}
