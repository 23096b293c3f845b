package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.lettuce.core.RedisURI;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses that lead nowhere, or by another name, and the words of a link that was closed. */
class LinkEdgesIT {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final byte[] KEY = "a".getBytes(UTF_8);

    @Test
    void connecting_to_unknown_hosts_returns() {
        for (String uri : List.of(
                "redis://no-such-host.invalid:6379",
                "redis-cluster://no-such-host.invalid:6379,neither.invalid",
                "redis-sentinel://no-such-host.invalid,neither.invalid?sentinelMasterId=m")) {
            try (RedisLink link = RedisLink.open(uri, TIMEOUT)) {
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
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("::1"))) {
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
            Awaiting.until("one connection to a master", () -> connections(cluster.masterOf("a")) == 1);
            cluster.replicas().forEach(replica -> Awaiting.until("none to a replica", () -> connections(replica) == 0));
        }
    }

    /** Without that of the one who asks, of replicas and of masters. */
    private static long connections(RedisServer server) {
        return Plain.ask(
                server,
                redis -> redis.clientList()
                        .lines()
                        .filter(line -> line.contains("flags=N") && !line.contains("cmd=client"))
                        .count());
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
            assertThatThrownBy(() -> link.get(KEY)).hasMessageContaining("the link was closed");
        }
    }
}
