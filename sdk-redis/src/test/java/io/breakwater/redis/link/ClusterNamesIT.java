package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By which address a node of a Cluster is connected to, of those that CLUSTER NODES tells. */
class ClusterNamesIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final ScriptedRedis node = new ScriptedRedis();

    @AfterEach
    void close() {
        node.close();
    }

    /** By redis.conf, cluster-announce-hostname is only told; which one clients use, cluster-preferred-endpoint-type says: the IP. */
    @Test
    void a_host_name_that_is_only_told_is_not_needed() {
        node.answer(Map.of("CLUSTER", nodes(node.hostAndPort() + "@1,no-such-host.invalid")));
        try (RedisLink link = RedisLink.open("redis-cluster://" + node.hostAndPort(), TIMEOUT)) {
            Awaiting.success(() -> link.set(KEY, KEY, TTL));
        }
    }

    /** Without brackets. */
    @Test
    void an_ip_version_6_address_may_begin_with_colons() {
        node.answer(Map.of("CLUSTER", nodes("::1:" + node.port() + "@1")));
        try (RedisLink link = RedisLink.open("redis-cluster://" + node.hostAndPort(), TIMEOUT)) {
            Awaiting.until("found", () -> !link.health().isEmpty());
            assertThat(link.health().get(0).server()).isEqualTo("Redis ::1:" + node.port());
        }
    }

    private static String nodes(String address) {
        return ScriptedRedis.bulk("aaaa " + address + " myself,master - 0 0 1 connected 0-16383\n");
    }
}
