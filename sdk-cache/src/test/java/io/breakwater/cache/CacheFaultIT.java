package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a cache does while Redis is down, hangs or comes back. */
class CacheFaultIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final RedisServer server = RedisSpec.disposable().start();
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        server.close();
    }

    @Test
    @DisplayName("cache G2: with Redis down at the start reads go to the loader, and Redis is used when it comes")
    void redis_down_at_the_start() {
        server.kill();
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = cache(node);
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(cache.stats().sharedFailures()).isEqualTo(1);
        server.start();
        awaitConnected(node);
        assertShared(cache);
    }

    @Test
    void redis_dies_and_comes_back() {
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = node.ready(cache(node));
        putNear(cache, "near", "kept");
        server.kill();
        assertThat(cache.lookup("near", this::load)).isEqualTo(new Lookup<>("kept", Source.NEAR));
        assertThat(cache.lookup("far", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        server.start();
        awaitConnected(node);
        assertShared(cache);
    }

    @Test
    @DisplayName("cache A5: a put that Redis did not take is not near either, and is never seen")
    void a_failed_put_leaves_no_value() {
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = node.ready(cache(node));
        putNear(cache, "key", "old");
        server.kill();
        assertThatThrownBy(() -> cache.put("key", "new"))
                .isInstanceOfSatisfying(CacheStoreException.class, e -> {
                    assertThat(e.cache()).isEqualTo("posts");
                    assertThat(e.key()).isEqualTo("key");
                })
                .hasMessage("Cache posts, key key: put was not acknowledged by Redis; other JVMs may see the old value"
                        + " until it is")
                .hasCauseInstanceOf(RedisUnavailableException.class);
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(cache.stats().sharedFailures()).isEqualTo(1);
        assertThat(cache.stats().pendingRepairs()).isEqualTo(1);
    }

    @Test
    void a_failed_invalidation_cleans_the_near_tier_all_the_same() {
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = node.ready(cache(node));
        putNear(cache, "key", "old");
        server.kill();
        assertThatThrownBy(() -> cache.invalidate("key"))
                .isInstanceOf(CacheStoreException.class)
                .hasMessage("Cache posts, key key: invalidate was not acknowledged by Redis; other JVMs may see the old"
                        + " value until it is");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache G3: a Redis that hangs costs one timeout, whatever is done meanwhile")
    void a_redis_that_hangs_costs_one_timeout() {
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = node.ready(cache(node));
        putNear(cache, "near", "kept");
        server.pause();
        assertThat(cache.lookup("near", this::load)).isEqualTo(new Lookup<>("kept", Source.NEAR));
        for (int key = 0; key < 50; key++) {
            assertThat(cache.lookup("far" + key, this::load).source()).isEqualTo(Source.LOADER);
        }
        assertThatThrownBy(() -> cache.put("near", "new"))
                .isInstanceOf(CacheStoreException.class)
                .hasCauseInstanceOf(RedisUnavailableException.class);
        assertThatThrownBy(() -> cache.invalidate("far")).isInstanceOf(CacheStoreException.class);
        assertThat(node.redis().stats().timeouts())
                .as("one, and those of a heartbeat if it was under way")
                .isBetween(1L, 1L + Lane.COUNT);
        server.resume();
        awaitConnected(node);
        assertThat(cache.lookup("near", this::load))
                .as("Redis was not told yet that it changed: nothing old, and nothing kept")
                .isEqualTo(new Lookup<>("v51", Source.LOADER));
        node.beat();
        assertThat(cache.stats().pendingRepairs()).isZero();
        assertShared(cache);
    }

    @Test
    @DisplayName(
            "cache A4: an invalidation reaches the near tier after Redis, so that no reader brings the old value back")
    void redis_first_then_near() throws Exception {
        Node node = node(PATIENT);
        CacheAside<String, String> cache = node.ready(cache(node));
        putNear(cache, "key", "old");
        server.pause();
        Background<Boolean> invalidation = Background.call(() -> {
                    cache.invalidate("key");
                    return true;
                })
                .until(Thread.State.TIMED_WAITING);
        assertThat(cache.lookup("key", this::load))
                .as("while Redis still has it")
                .isEqualTo(new Lookup<>("old", Source.NEAR));
        server.resume();
        assertThat(invalidation.result()).isTrue();
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache G1: what was refused while Redis was down is not done when it comes back")
    void nothing_is_replayed() {
        Node node = node(TIMEOUT);
        CacheAside<String, String> cache = node.ready(cache(node));
        server.kill();
        assertThatThrownBy(() -> cache.put("key", "refused")).isInstanceOf(CacheStoreException.class);
        server.start();
        Node other = node(PATIENT);
        CacheAside<String, String> there = other.ready(cache(other));
        there.put("key", "newer");
        awaitConnected(node);
        node.beat();
        assertThat(cache.stats().pendingRepairs()).isZero();
        assertThat(there.lookup(
                                "key",
                                (key, context) -> load(key),
                                ReadOptions.defaults().skipNear())
                        .value())
                .as("put before or after this node told that the key may have changed")
                .isIn("newer", "v1");
    }

    @Test
    void an_interrupted_reader_is_not_held_up_by_redis() throws Exception {
        Node node = node(PATIENT);
        CacheAside<String, String> cache = node.ready(cache(node));
        server.pause();
        Background<Boolean> reader = Background.call(() -> {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> cache.lookup("key", this::load))
                    .isExactlyInstanceOf(CacheLoadException.class)
                    .hasMessage("Cache posts, key key: interrupted while waiting for the load");
            return Thread.currentThread().isInterrupted();
        });
        assertThat(reader.result()).as("stays interrupted").isTrue();
        server.resume();
    }

    /** Once its own message has been heard, which drops what the put has left near. */
    private void putNear(CacheAside<String, String> cache, String key, String value) {
        cache.put(key, value);
        Node.await(() -> cache.stats().heard() == 1);
        Node.await(() -> cache.lookup(key, this::load).source() == Source.SHARED);
        assertThat(cache.lookup(key, this::load)).isEqualTo(new Lookup<>(value, Source.NEAR));
    }

    /** What one node loads now another finds in Redis. */
    private void assertShared(CacheAside<String, String> cache) {
        Lookup<String> loaded = cache.lookup("fresh", this::load);
        assertThat(loaded.source()).isEqualTo(Source.LOADER);
        assertThat(cache(node(TIMEOUT)).lookup("fresh", this::load))
                .isEqualTo(new Lookup<>(loaded.value(), Source.SHARED));
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private Node node(Duration timeout) {
        Node node = Node.on(server.uri(), timeout, Node.NEVER);
        nodes.add(node);
        return node;
    }

    private static CacheAside<String, String> cache(Node node) {
        return node.cache("posts").cacheAside();
    }

    private static void awaitConnected(Node node) {
        Node.await(() -> node.redis().isConnected());
    }
}
