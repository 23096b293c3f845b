package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loads of values that have not ended yet. */
class RefreshAheadIT {

    private static final Duration LATE = Duration.ofMinutes(4).plusSeconds(30);

    private final String name = "ahead-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        nodes.forEach(Node::close);
        records.close();
    }

    @Test
    void a_late_value_is_served_while_it_is_loaded_anew_in_the_background() {
        CacheAside<String, String> cache = lateValue();
        assertThat(cache.lookup("key", this::gatedLoad)).isEqualTo(new Lookup<>("old", Source.SHARED));
        gate.awaitReached();
        assertThat(cache.lookup("key", this::gatedLoad)).isEqualTo(new Lookup<>("old", Source.NEAR));
        gate.open();
        Node.await(() -> cache.stats().refreshes() == 1);
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(records.get("key").ttl()).isEqualTo(300_000);
        assertThat(records.ttlMillis("key")).isGreaterThan(290_000);
        assertThat(loads).hasValue(1);
    }

    @Test
    void an_early_value_is_left_alone() {
        CacheAside<String, String> cache = cache();
        cache.put("key", "old");
        records.age("key", Duration.ofMinutes(3));
        for (int i = 0; i < 100; i++) {
            assertThat(fromRedis(cache)).isEqualTo(new Lookup<>("old", Source.SHARED));
        }
        assertThat(loads).hasValue(0);
    }

    @Test
    @DisplayName("cache C1: a refresh that ends after an invalidation is not kept")
    void an_invalidation() {
        CacheAside<String, String> cache = lateValue();
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("old");
        gate.awaitReached();
        cache().invalidate("key");
        gate.open();
        Node.await(() -> cache.stats().refusedFills() == 1);
        assertThat(records.get("key")).isNull();
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(cache.stats().refreshes()).isZero();
    }

    @Test
    @DisplayName("cache C1: nor is one that ends after a put")
    void a_put() {
        CacheAside<String, String> cache = lateValue();
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("old");
        gate.awaitReached();
        CacheAside<String, String> other = cache();
        other.put("key", "put");
        gate.open();
        Node.await(() -> cache.stats().refusedFills() == 1);
        assertThat(fromRedis(other)).isEqualTo(new Lookup<>("put", Source.SHARED));
        Node.await(() -> cache.get("key", this::load).equals("put"));
    }

    @Test
    @DisplayName("cache C1: nor one whose value has been evicted meanwhile")
    void an_eviction() {
        CacheAside<String, String> cache = lateValue();
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("old");
        gate.awaitReached();
        records.remove("key");
        gate.open();
        Node.await(() -> cache.stats().refusedFills() == 1);
        assertThat(records.get("key")).isNull();
    }

    @Test
    @DisplayName(
            "cache C2: while refreshes fail the old value is served, and one attempt is made in a pause, on all nodes")
    void a_failing_refresh() {
        List<CacheAside<String, String>> caches = List.of(lateValue(), cache(), cache());
        List<Long> attempts = new ArrayList<>();
        Loader<String, String> failing = key -> {
            attempts.add(System.nanoTime());
            throw new IllegalStateException("source down");
        };
        Node.await(() -> {
            caches.forEach(cache -> assertThat(cache.lookup(
                                    "key",
                                    (key, context) -> failing.load(key),
                                    ReadOptions.defaults().skipNear())
                            .value())
                    .isEqualTo("old"));
            return attempts.size() == 2;
        });
        assertThat(attempts.get(1) - attempts.get(0)).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(2_900));
        records.age("key", Duration.ofSeconds(30));
        assertThat(caches.get(0)
                        .lookup(
                                "key",
                                (key, context) -> load(key),
                                ReadOptions.defaults().skipNear()))
                .as("after its end")
                .isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache C3: a refresh that never returns keeps no value beyond its end, and no other load from it")
    void a_hung_refresh() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Node node = node();
        CacheAside<String, String> cache =
                node.ready(builder(node).hardTimeout(Duration.ofMillis(300)).cacheAside());
        cache.put("key", "old");
        records.age("key", LATE);
        assertThat(cache.lookup(
                                "key",
                                (key, context) -> hang(interrupted),
                                ReadOptions.defaults().skipNear())
                        .value())
                .isEqualTo("old");
        records.age("key", Duration.ofSeconds(31));
        assertThat(fromRedis(cache)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).as("ended").isTrue();
        assertThat(fromRedis(cache)).isEqualTo(new Lookup<>("v1", Source.SHARED));
    }

    @Test
    @DisplayName("cache C4: of four nodes one refreshes")
    void four_nodes() {
        List<CacheAside<String, String>> caches = List.of(lateValue(), cache(), cache(), cache());
        caches.forEach(cache -> assertThat(cache.get("key", this::gatedLoad)).isEqualTo("old"));
        gate.awaitReached();
        gate.open();
        Node.await(() ->
                caches.stream().mapToLong(cache -> cache.stats().refreshes()).sum() == 1);
        caches.forEach(cache -> assertThat(fromRedis(cache)).isEqualTo(new Lookup<>("v1", Source.SHARED)));
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache C5: keys that nobody reads cost no thread, task or timer")
    void unread_keys() {
        AtomicInteger tasks = new AtomicInteger();
        Node node = node();
        CacheAside<String, String> cache = node.ready(builder(node)
                .executor(task -> {
                    tasks.incrementAndGet();
                    new Thread(task).start();
                })
                .cacheAside());
        for (int key = 0; key < 100; key++) {
            cache.put("key" + key, "old");
            records.age("key" + key, LATE);
        }
        node.beat();
        assertThat(tasks).hasValue(0);
        assertThat(cache.lookup(
                                "key7",
                                (key, context) -> load(key),
                                ReadOptions.defaults().skipNear())
                        .value())
                .isEqualTo("old");
        Node.await(() -> cache.stats().refreshes() == 1);
        assertThat(tasks).hasValue(1);
    }

    @Test
    @DisplayName("cache C6: a cache whose loads hang does not keep another's from refreshing")
    void a_slow_neighbour() {
        CacheAside<String, String> cache = lateValue();
        Node node = nodes.get(0);
        try (CacheAside<String, String> slow = node.cache(name + ".slow").cacheAside()) {
            AtomicInteger begun = new AtomicInteger();
            for (int key = 0; key < 2 * LoaderThreads.MOST; key++) {
                var unused = slow.lookupAsync(
                        "key" + key,
                        (k, context) -> {
                            begun.incrementAndGet();
                            gate.pass();
                            return k;
                        },
                        ReadOptions.defaults());
            }
            Node.await(() -> begun.get() > 0);
            assertThat(cache.get("key", this::load)).isEqualTo("old");
            Node.await(() -> cache.stats().refreshes() == 1);
        }
    }

    /** A cache beside whose near tier a late value lies in Redis. */
    private CacheAside<String, String> lateValue() {
        cache().put("key", "old");
        records.age("key", LATE);
        return cache();
    }

    private CacheAside<String, String> cache() {
        Node node = node();
        return node.ready(builder(node).cacheAside());
    }

    private Node node() {
        Node node = Node.on(DevServices.redis().uri());
        nodes.add(node);
        return node;
    }

    private CacheBuilder<String, String> builder(Node node) {
        return node.cache(name).refreshAhead(0.80);
    }

    private Lookup<String> fromRedis(CacheAside<String, String> cache) {
        return cache.lookup(
                "key", (key, context) -> load(key), ReadOptions.defaults().skipNear());
    }

    private static String hang(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            interrupted.countDown();
        }
        return "late";
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private String gatedLoad(String key) {
        String loaded = load(key);
        gate.pass();
        return loaded;
    }
}
