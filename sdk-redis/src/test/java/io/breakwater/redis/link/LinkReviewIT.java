package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Review: smaller things. */
class LinkReviewIT {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final byte[] KEY = "a".getBytes(UTF_8);

    /** DESIGN law 4: under a microsecond per call. Prints; asserts five times that. */
    @Test
    void a_call_to_a_cluster_that_was_never_found_costs_next_to_nothing() throws Exception {
        try (RedisLink link = RedisLink.open(
                "redis-cluster://127.0.0.1:1,127.0.0.1:2,127.0.0.1:3,127.0.0.1:4,127.0.0.1:5,127.0.0.1:6", TIMEOUT)) {
            long alone = refusal(link, 1);
            long shared = refusal(link, 8);
            System.out.println("[review] refused by a Cluster never found: ns " + alone + ", by 8 threads " + shared);
            assertThat(shared).isLessThan(5_000);
        }
    }

    private static long refusal(RedisLink link, int count) throws InterruptedException {
        long nanos = 0;
        for (int round = 0; round < 3; round++) {
            long from = System.nanoTime();
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < count; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 40_000; i++) {
                        try {
                            link.get(KEY);
                        } catch (RedisException refused) {
                            // as it should
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            nanos = (System.nanoTime() - from) / 40_000;
        }
        return nanos;
    }

    @Test
    void connecting_to_unknown_hosts_returns_at_the_timeout() {
        for (String uri : List.of(
                "redis://no-such-host.invalid:6379",
                "redis-cluster://no-such-host.invalid:6379,neither.invalid",
                "redis-sentinel://no-such-host.invalid,neither.invalid?sentinelMasterId=m")) {
            long from = System.nanoTime();
            try (RedisLink link = RedisLink.open(uri, TIMEOUT)) {
                long millis = (System.nanoTime() - from) / 1_000_000;
                assertThat(millis).isLessThan(1_500);
                assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisException.class);
            }
        }
    }

    @Test
    void addresses_of_ip_version_6() {
        RedisURI uri = Address.parse("redis://[::1]:6379").seeds().get(0);
        assertThat(Address.name(uri)).isEqualTo(Address.name(Address.at(uri, "::1", 6379)));
    }

    @Test
    void a_server_by_its_ip_version_6_is_connected_to() throws Exception {
        try (java.net.ServerSocket socket = new java.net.ServerSocket(0, 5, java.net.InetAddress.getByName("::1"))) {
            socket.setSoTimeout(3_000);
            Thread opener = new Thread(() -> RedisLink.open("redis://[::1]:" + socket.getLocalPort(), TIMEOUT)
                    .close());
            opener.start();
            socket.accept().close();
            opener.join();
        }
    }

    @Test
    void there_is_one_connection_to_each_server_of_a_cluster_whose_seeds_are_named_otherwise() throws Exception {
        try (RedisCluster cluster = RedisSpec.disposable().startCluster();
                RedisLink link = RedisLink.open(cluster.uri().replace("127.0.0.1", "localhost"), TIMEOUT)) {
            Awaiting.until("connected", link::isConnected);
            Thread.sleep(700);
            long clients = Plain.ask(
                    cluster.masterOf("a"),
                    redis -> redis.clientList()
                            .lines()
                            .filter(l -> l.contains("flags=N") && !l.contains("cmd=client"))
                            .count());
            assertThat(clients).isEqualTo(1);
        }
    }

    @Test
    void a_closed_link_says_that_it_was_closed() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start()) {
            RedisLink link = RedisLink.open(server.uri(), TIMEOUT);
            server.pause();
            try {
                assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisException.class);
                link.close();
            } finally {
                server.resume();
            }
            Thread.sleep(200);
            assertThatThrownBy(() -> link.get(KEY)).hasMessageContaining("the link was closed");
        }
    }

    /** README: "tried again after 2 ms": also when the link was down for long, long ago. */
    @Test
    void an_outage_of_long_ago_does_not_delay_the_next_attempt() throws Exception {
        try (RedisServer server = RedisSpec.disposable().proxied().start()) {
            server.proxy().refuse();
            try (RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
                Thread.sleep(4_000);
                server.proxy().heal();
                Awaiting.until("connected", link::isConnected);
                Thread.sleep(1_500);
                long worst = 0;
                {
                    server.proxy().blackHole();
                    assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisException.class);
                    Awaiting.until("given up", () -> link.health().get(0).state() == RedisHealth.State.DISCONNECTED);
                    server.proxy().heal();
                    long from = System.nanoTime();
                    Awaiting.until("connected", link::isConnected);
                    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
                    worst = Math.max(worst, millis);
                }
                assertThat(worst).isLessThan(100);
            }
        }
    }
}
