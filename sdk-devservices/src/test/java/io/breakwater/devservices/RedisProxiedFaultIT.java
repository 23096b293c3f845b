package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each server behind a network of its own. */
class RedisProxiedFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void clients_of_a_standalone_server_are_told_the_proxy_and_levers_go_round_it() throws Exception {
        try (RedisServer server = RedisSpec.durable().proxied().start()) {
            assertThat(server.port()).isEqualTo(server.proxy().port());
            assertThat(server.uri())
                    .isEqualTo("redis://127.0.0.1:" + server.proxy().port());
            assertThat(through(server).text("SET", "k", "v")).isEqualTo("OK");
            server.proxy().refuse();
            assertThatThrownBy(() -> through(server).text("GET", "k")).isInstanceOf(IOException.class);
            server.configure("maxmemory", "17mb");
            server.kill();
            server.start();
            server.proxy().heal();
            assertThat(through(server).text("CONFIG", "GET", "maxmemory")).contains("17825792");
        }
    }

    @Test
    void a_server_without_a_proxy_says_so() {
        RedisServer server = DevServices.redis();
        assertThatIllegalStateException()
                .isThrownBy(server::proxy)
                .withMessage(server + " has no proxy: RedisSpec.proxied() was not said");
        assertThat(DevServices.redis(RedisSpec.disposable().proxied())).isNotSameAs(server);
    }

    @Test
    void a_master_that_is_cut_off_is_replaced_and_lives_on_as_master_until_its_network_is_healed() throws Exception {
        try (RedisSentinel sentinel = RedisSpec.disposable().proxied().startSentinel()) {
            RedisServer old = sentinel.master();
            assertThat(through(sentinel.sentinels().get(0)).list("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "main"))
                    .isEqualTo(List.of("127.0.0.1", String.valueOf(old.proxy().port())));
            assertThat(through(old).text("WAIT", "2", "0")).isEqualTo("2");
            old.proxy().blackHole();
            Await.until(
                    "automatic failover",
                    Duration.ofSeconds(60),
                    () -> sentinel.master().equals(old) ? "another master" : "");
            RedisServer second = sentinel.failover();
            assertThat(second).isNotEqualTo(old).isEqualTo(sentinel.master());
            assertThat(through(second).text("SET", "k", "v")).isEqualTo("OK");
            assertThat(old.client().list("ROLE").get(0)).isEqualTo("master");

            old.proxy().heal();
            sentinel.awaitHealthy();
            assertThat(sentinel.replicas()).hasSize(2).contains(old);
        }
    }

    @Test
    void cluster_nodes_name_proxies_to_clients_and_watch_one_another_beside_them() throws Exception {
        RedisSpec spec = RedisSpec.disposable().proxied().password("secret").tls();
        try (RedisCluster cluster = spec.startCluster()) {
            RedisServer owner = cluster.masterOf("k");
            RedisServer other = cluster.masters().stream()
                    .filter(master -> !master.equals(owner))
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> securedThrough(other).text("GET", "k"))
                    .hasMessage("MOVED " + KeySlot.of("k") + " 127.0.0.1:"
                            + owner.proxy().port());
            assertThat(securedThrough(owner).text("SET", "k", "v")).isEqualTo("OK");
            assertThat(new RedisGroup(cluster.replicas()).ask(Replication::of))
                    .extracting(Replication::masterPort)
                    .contains(owner.proxy().port());
            cluster.beginMigration("k", other);
            cluster.finishMigration("k");
            assertThat(securedThrough(other).text("GET", "k")).isEqualTo("v");

            other.proxy().refuse();
            assertThatThrownBy(() -> securedThrough(other).text("GET", "k")).isInstanceOf(IOException.class);
            assertThat(cluster.failover(other)).isNotEqualTo(other);
            other.proxy().heal();
            cluster.awaitHealthy();
        }
    }

    private static RespClient through(RedisServer server) {
        return new RespClient(server.port(), null, null, PATIENCE);
    }

    private static RespClient securedThrough(RedisServer server) {
        return new RespClient(
                server.port(), RedisUser.withAllRights("default", "secret"), TlsFiles.ofThisJvm(), PATIENCE);
    }
}
