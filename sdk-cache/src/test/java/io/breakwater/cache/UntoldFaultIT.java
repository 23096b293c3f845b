package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys of whose change Redis could not be told: what their reads get until it was. */
class UntoldFaultIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final RedisServer server =
            RedisSpec.durable().with("appendfsync", "always").start();
    private final Node node = Node.on(server.uri(), TIMEOUT, Node.NEVER);
    private final CacheAside<String, String> cache =
            node.cache("untold").whenStoreFails(WhenStoreFails.REPAIR_LATER).cacheAside();

    @AfterEach
    void close() {
        node.close();
        server.close();
    }

    @Test
    void a_load_is_told_how_fresh_it_must_be() {
        server.kill();
        cache.invalidate("k", "commit 1");
        assertThat(cache.lookup("k", UntoldFaultIT::freshness, ReadOptions.defaults())
                        .value())
                .isEqualTo("[commit 1]");
        cache.invalidate("k", "commit 1");
        assertThat(cache.lookup("k", UntoldFaultIT::freshness, ReadOptions.defaults())
                        .value())
                .isEqualTo("[commit 1]");
        cache.invalidate("k", "commit 2");
        assertThat(cache.lookup("k", UntoldFaultIT::freshness, ReadOptions.defaults())
                        .value())
                .as("tokens have no order")
                .isEqualTo("[*]");
    }

    @Test
    void all_tokens_reach_the_other_nodes_when_redis_is_told() {
        server.kill();
        cache.invalidate("k", "commit 1");
        cache.invalidate("k", "commit 2");
        comeBack();
        node.beat();
        assertThat(cache.stats().pendingRepairs()).isZero();
        try (Node other = Node.on(server.uri())) {
            CacheAside<String, String> there = other.cache("untold").cacheAside();
            assertThat(there.lookup("k", UntoldFaultIT::freshness, ReadOptions.defaults())
                            .value())
                    .isEqualTo("[*]");
        }
    }

    @Test
    void the_old_value_is_not_taken_from_redis_when_it_comes_back() {
        cache.putAll(Map.of("k", "old", "other", "kept"));
        server.kill();
        cache.invalidate("k");
        comeBack();
        assertThat(cache.getAll(List.of("k", "other"), UntoldFaultIT::fresh))
                .isEqualTo(Map.of("k", "fresh", "other", "kept"));
        node.beat();
        assertThat(cache.stats().pendingRepairs()).isZero();
        cache.invalidate("k");
        assertThat(cache.get("k", key -> "loaded")).isEqualTo("loaded");
        assertThat(cache.get("k", key -> "not loaded")).isEqualTo("loaded");
    }

    @Test
    void a_bulk_read_of_an_outage_is_one_load() {
        server.kill();
        assertThat(cache.getAll(List.of("a", "b", "c"), UntoldFaultIT::fresh))
                .isEqualTo(Map.of("a", "fresh", "b", "fresh", "c", "fresh"));
        assertThat(cache.stats().loads()).isEqualTo(1);
    }

    private void comeBack() {
        server.start();
        Node.await(() -> node.redis().isConnected());
    }

    private static String freshness(String key, LoadContext<String> context) {
        return context.freshness().toString();
    }

    private static Map<String, String> fresh(Set<String> keys) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> "fresh"));
    }
}
