package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisSentinelIT {

    @Test
    void a_shared_sentinel_starts_once_per_jvm_and_survives_close() throws Exception {
        RedisSentinel shared = DevServices.redisSentinel();
        shared.close();
        assertThat(DevServices.redisSentinel(RedisSpec.durable())).isSameAs(shared);
        assertThat(shared.master().client().text("PING")).isEqualTo("PONG");
    }

    @Test
    void the_sentinels_know_one_another_the_master_and_its_replicas() throws Exception {
        RedisSentinel sentinel = DevServices.redisSentinel();
        assertThat(sentinel.master()).isEqualTo(sentinel.nodes().get(0));
        assertThat(sentinel.replicas()).isEqualTo(sentinel.nodes().subList(1, 3));
        assertThat(sentinel.sentinels()).hasSize(3);
        for (RedisServer server : sentinel.sentinels()) {
            assertThat(server.client().text("SENTINEL", "CKQUORUM", "main")).startsWith("OK 3 usable Sentinels");
            assertThat(server.client().list("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main"))
                    .isEqualTo(List.of(
                            "127.0.0.1", String.valueOf(sentinel.master().port())));
        }
    }

    @Test
    void the_uri_names_the_sentinels() {
        RedisSentinel sentinel = DevServices.redisSentinel();
        List<Integer> ports =
                sentinel.sentinels().stream().map(RedisServer::port).toList();
        assertThat(sentinel.uri())
                .isEqualTo("redis-sentinel://127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d?sentinelMasterId=main"
                        .formatted(ports.toArray()));
    }

    @Test
    void a_write_reaches_both_replicas() throws Exception {
        RedisSentinel sentinel = DevServices.redisSentinel();
        sentinel.master().client().text("SET", "streams", "42");
        for (RedisServer replica : sentinel.replicas()) {
            Await.until(
                    "replication",
                    Duration.ofSeconds(10),
                    () -> replica.client().text("GET", "streams").equals("42") ? "" : "42");
            assertThatThrownBy(() -> replica.client().text("SET", "streams", "43"))
                    .hasMessageStartingWith("READONLY");
        }
    }

    @Test
    void failover_hands_over_to_a_replica_and_the_old_master_becomes_one() throws Exception {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            RedisServer old = sentinel.master();
            RedisServer fresh = sentinel.failover();
            assertThat(fresh).isNotEqualTo(old).isEqualTo(sentinel.master());
            assertThat(fresh.client().text("SET", "k", "v")).isEqualTo("OK");
            assertThatThrownBy(() -> old.client().text("SET", "k", "w")).hasMessageStartingWith("READONLY");
            assertThat(sentinel.replicas()).hasSize(2).contains(old).doesNotContain(fresh);
        }
    }

    @Test
    void a_killed_master_is_replaced_and_comes_back_as_replica() throws Exception {
        try (RedisSentinel sentinel = RedisSpec.durable().startSentinel()) {
            RedisServer old = sentinel.master();
            old.client().text("SET", "k", "v");
            old.client().text("WAIT", "2", "5000");
            old.kill();
            assertThatThrownBy(() -> old.client().text("PING")).isInstanceOf(IOException.class);
            awaitOtherMasterThan(old, sentinel);
            assertThat(sentinel.master().client().text("GET", "k")).isEqualTo("v");
            assertThat(sentinel.replicas()).doesNotContain(old);
            old.start();
            sentinel.awaitHealthy();
            assertThat(sentinel.replicas()).hasSize(2).contains(old);
        }
    }

    @Test
    void a_paused_master_is_replaced_by_failover_and_two_sentinels_are_enough() {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            RedisServer old = sentinel.master();
            sentinel.sentinels().get(0).kill();
            old.pause();
            assertThat(sentinel.failover()).isNotEqualTo(old);
            old.resume();
            sentinel.sentinels().get(0).start();
            sentinel.awaitHealthy();
            assertThat(sentinel.replicas()).contains(old);
        }
    }

    @Test
    void without_sentinels_nobody_is_master() {
        try (RedisSentinel sentinel = RedisSpec.disposable().startSentinel()) {
            sentinel.sentinels().forEach(RedisServer::kill);
            assertThatThrownBy(sentinel::master)
                    .isInstanceOf(DevServicesException.class)
                    .hasMessage("No sentinel answers");
        }
    }

    private static void awaitOtherMasterThan(RedisServer old, RedisSentinel sentinel) {
        Await.until(
                "automatic failover",
                Duration.ofSeconds(60),
                () -> sentinel.master().equals(old) ? "another master" : "");
    }
}
