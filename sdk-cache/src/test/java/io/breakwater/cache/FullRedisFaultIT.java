package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A Redis that has no memory left and evicts nothing. */
class FullRedisFaultIT {

    private final RedisServer server = RedisSpec.durable().start();
    private final Node one = node();
    private final Node two = node();
    private final Records records = new Records(server.uri(), "posts");
    private final AtomicInteger loads = new AtomicInteger();
    private final CacheAside<String, String> here = one.ready(one.cache("posts").cacheAside());
    private final CacheAside<String, String> there =
            two.ready(two.cache("posts").cacheAside());

    @AfterEach
    void close() {
        one.close();
        two.close();
        records.close();
        server.close();
    }

    @Test
    @DisplayName("cache G5: reads go on: what is there is served, what is not is loaded")
    void reads() {
        here.put("there", "put");
        fill();
        assertThat(there.lookup("there", this::load)).isEqualTo(new Lookup<>("put", Source.SHARED));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(there.getAll(List.of("a", "b"), keys -> Map.of("a", "1", "b", "2")))
                .isEqualTo(Map.of("a", "1", "b", "2"));
    }

    @Test
    @DisplayName("cache G5: an invalidation is executed all the same, and a clear")
    void invalidations() {
        for (String key : new String[] {"key", "other", "third"}) {
            here.put(key, "old");
            assertThat(there.get(key, this::load)).isEqualTo("old");
        }
        fill();
        here.invalidate("key");
        here.invalidate("other", "token");
        assertThat(here.lookup("key", k -> "new")).isEqualTo(new Lookup<>("new", Source.LOADER));
        Node.await(() -> there.lookup("key", k -> "new").equals(new Lookup<>("new", Source.LOADER)));
        Node.await(() -> there.lookup("other", k -> "new").equals(new Lookup<>("new", Source.LOADER)));
        here.clear();
        assertThat(here.lookup("third", k -> "new")).isEqualTo(new Lookup<>("new", Source.LOADER));
        Node.await(() -> there.get("third", k -> "new").equals("new"));
        assertThat(here.stats().pendingRepairs()).isZero();
    }

    @Test
    @DisplayName(
            "cache A6: a put that Redis does not take is told to nobody as one: it throws, and the key is invalidated")
    void puts() {
        here.put("key", "old");
        fill();
        long used = records.commands().dbsize();
        for (int i = 0; i < 20; i++) {
            String key = "new" + i;
            assertThatThrownBy(() -> here.put(key, "x".repeat(1_000)))
                    .isInstanceOf(CacheStoreException.class)
                    .cause()
                    .hasMessageContaining("OOM");
        }
        assertThatThrownBy(() -> here.put("key", "new")).isInstanceOf(CacheStoreException.class);
        assertThat(records.commands().dbsize()).as("nothing more is stored").isEqualTo(used);
        assertThat(there.lookup("key", this::load).value()).isEqualTo("old");
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        one.beat();
        assertThat(here.stats().pendingRepairs()).as("it may have changed").isZero();
        Node.await(() -> there.lookup("key", k -> "new").equals(new Lookup<>("new", Source.LOADER)));
    }

    @Test
    @DisplayName("cache G5: a write through it writes the source, and leaves no old value in the cache")
    void a_write_through() {
        Map<String, String> rows = new ConcurrentHashMap<>(Map.of("key", "old"));
        try (WriteThrough<String, String> through = one.ready(one.cache("posts").writeThrough(rows::get, rows::put))) {
            assertThat(through.get("key")).isEqualTo("old");
            assertThat(there.get("key", rows::get)).isEqualTo("old");
            fill();
            through.put("key", "new");
            assertThat(rows).containsEntry("key", "new");
            assertThat(through.get("key")).isEqualTo("new");
            Node.await(() -> there.get("key", rows::get).equals("new"));
            assertThat(through.stats().pendingRepairs()).isZero();
        }
    }

    @Test
    void a_lane_that_begins_on_a_full_server_begins_all_the_same() {
        fill();
        CacheAside<String, String> fresh = one.ready(one.cache("fresh").cacheAside());
        assertThat(fresh.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        fresh.invalidate("key");
        fresh.clear();
        server.configure("maxmemory", "0");
        assertThat(fresh.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(fresh.lookup(
                        "key",
                        (key, context) -> load(key),
                        ReadOptions.defaults().skipNear()))
                .isEqualTo(new Lookup<>("v2", Source.SHARED));
    }

    private void fill() {
        server.configure("maxmemory", "100kb");
    }

    private Node node() {
        return Node.on(server.uri(), Duration.ofSeconds(10), Node.NEVER);
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }
}
