package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several keys at once. */
class BulkIT {

    private final String name = "bulk-" + UUID.randomUUID();
    private final List<Node> nodes = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> loaded = new ConcurrentLinkedQueue<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        nodes.forEach(Node::close);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("cache B8: what is missing is loaded by one call, and found by the others without any")
    void one_call(Topology topology) {
        CacheAside<String, String> here = cache(node(topology.uri()));
        CacheAside<String, String> there = cache(node(topology.uri()));
        List<String> keys = IntStream.range(0, 200).mapToObj(i -> "k" + i).toList();
        here.put("k7", "put");
        Map<String, String> expected = new LinkedHashMap<>();
        keys.forEach(key -> expected.put(key, key.equals("k7") ? "put" : "of " + key));
        assertThat(here.getAll(keys, this::loadAll)).isEqualTo(expected).containsOnlyKeys(keys);
        assertThat(here.getAll(keys, this::loadAll).keySet()).containsExactlyElementsOf(keys);
        assertThat(there.getAll(keys, this::loadAll)).isEqualTo(expected);
        assertThat(there.lookup("k7", key -> "no").source()).isEqualTo(Source.NEAR);
        assertThat(calls).hasValue(1);
        assertThat(loaded).hasSize(199).doesNotContain("k7");
    }

    @Test
    @DisplayName("cache B8: for no keys, and for keys that are all there, no loader is called")
    void no_keys() {
        CacheAside<String, String> cache = cache(node());
        assertThat(cache.getAll(List.of(), this::loadAll)).isEmpty();
        cache.put("k", "put");
        assertThat(cache.getAll(List.of("k", "k"), this::loadAll)).isEqualTo(Map.of("k", "put"));
        assertThat(calls).hasValue(0);
    }

    @Test
    @DisplayName("cache B8: getAll and get that overlap, here and on another node, load each key once")
    void overlapping() throws Exception {
        CacheAside<String, String> here = cache(node());
        CacheAside<String, String> there = cache(node());
        Background<Map<String, String>> first = Background.call(() -> here.getAll(List.of("a", "b", "c"), keys -> {
            gate.pass();
            return loadAll(keys);
        }));
        gate.awaitReached();
        List<Background<?>> others = List.of(
                Background.call(() -> here.getAll(List.of("b", "c", "d"), this::loadAll)),
                Background.call(() -> there.getAll(List.of("c", "d", "e"), this::loadAll)),
                Background.call(() -> here.get("a", this::load)),
                Background.call(() -> there.get("b", this::load)));
        Node.await(() -> loaded.containsAll(Set.of("d", "e")));
        gate.open();
        assertThat(first.result()).containsOnlyKeys("a", "b", "c");
        assertThat(others.get(0).result()).isEqualTo(Map.of("b", "of b", "c", "of c", "d", "of d"));
        assertThat(others.get(1).result()).isEqualTo(Map.of("c", "of c", "d", "of d", "e", "of e"));
        assertThat(others.get(2).result()).isEqualTo("of a");
        assertThat(others.get(3).result()).isEqualTo("of b");
        assertThat(loaded).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    @DisplayName("cache B8: one key that fails does not fail the rest")
    void one_fails() {
        Node node = node();
        try (ReadThrough<String, String> cache = node.ready(node.cache(name).readThrough(key -> {
            if (key.equals("bad")) {
                throw new IllegalStateException("bad luck");
            }
            return load(key);
        }))) {
            assertThatThrownBy(() -> cache.getAll(List.of("good", "bad", "fine")))
                    .isInstanceOfSatisfying(CacheBulkException.class, e -> {
                        assertThat(e.values()).isEqualTo(Map.of("good", "of good", "fine", "of fine"));
                        assertThat(e.failures().keySet()).isEqualTo(Set.of("bad"));
                        assertThat(e.failures().get("bad")).hasMessage("bad luck");
                    })
                    .hasMessage("Cache " + name + ", key bad: getAll failed for 1 keys, this one among them");
            assertThat(cache.lookup("good").source()).isEqualTo(Source.NEAR);
        }
    }

    @Test
    void a_bulk_loader_that_fails_fails_for_its_keys_and_not_for_what_was_there() {
        CacheAside<String, String> cache = cache(node());
        cache.put("there", "put");
        assertThatThrownBy(() -> cache.getAll(List.of("there", "a", "b"), keys -> {
                    calls.incrementAndGet();
                    throw new IllegalStateException("bad luck");
                }))
                .isInstanceOfSatisfying(CacheBulkException.class, e -> {
                    assertThat(e.values()).isEqualTo(Map.of("there", "put"));
                    assertThat(e.failures().keySet()).isEqualTo(Set.of("a", "b"));
                });
        assertThat(calls).hasValue(1);
    }

    @Test
    @DisplayName("cache B1: what a bulk loader failed for is not asked again before its pause is over, by any node")
    void a_pause_after_a_failed_bulk_load() {
        CacheAside<String, String> here = cache(node());
        CacheAside<String, String> there = cache(node());
        assertThatThrownBy(() -> here.getAll(List.of("a"), keys -> {
                    throw new IllegalStateException("bad luck");
                }))
                .isInstanceOf(CacheBulkException.class);
        try (Records records = new Records(DevServices.redis().uri(), name)) {
            assertThat(records.kind("a")).isIn(StoredRecord.Kind.FAILURE, null);
        }
        Node.await(() -> {
            try {
                return there.get("a", this::load).equals("of a");
            } catch (CacheLoadException e) {
                assertThat(e).hasMessageContaining("bad luck; nobody tries again for");
                return false;
            }
        });
    }

    @Test
    void what_an_invalidation_overtook_is_returned_and_not_kept() throws Exception {
        CacheAside<String, String> here = cache(node());
        Background<Map<String, String>> early = Background.call(() -> here.getAll(List.of("a", "b"), keys -> {
            gate.pass();
            return loadAll(keys);
        }));
        gate.awaitReached();
        here.invalidate("a");
        gate.open();
        assertThat(early.result()).isEqualTo(Map.of("a", "of a", "b", "of b"));
        assertThat(here.lookup("a", key -> "new")).isEqualTo(new Lookup<>("new", Source.LOADER));
        assertThat(here.lookup("b", key -> "new")).isEqualTo(new Lookup<>("of b", Source.NEAR));
        assertThat(here.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void a_bulk_load_that_takes_too_long_is_not_kept_and_holds_nobody_up() throws Exception {
        Node node = node();
        CacheAside<String, String> strict =
                node.ready(node.cache(name).hardTimeout(Duration.ofMillis(500)).cacheAside());
        CacheAside<String, String> there = cache(node());
        Background<Map<String, String>> hung = Background.call(() -> strict.getAll(List.of("a", "b"), keys -> {
            while (!gate.isOpen()) {
                Thread.onSpinWait();
            }
            return Map.of("a", "late", "b", "late");
        }));
        assertThat(hung.failure())
                .isInstanceOfSatisfying(
                        CacheBulkException.class,
                        e -> assertThat(e.failures().values())
                                .allMatch(late -> late instanceof CacheLoadException
                                        && late.getMessage().endsWith("there was no value within 500 ms"))
                                .hasSize(2));
        Background<String> next = Background.call(() -> there.get("a", this::load));
        Node.await(() -> {
            node.beat();
            return loaded.contains("a");
        });
        assertThat(next.result()).isEqualTo("of a");
        gate.open();
        Node.await(() -> strict.stats().loads() == 1);
        assertThat(strict.get("a", this::load)).isEqualTo("of a");
        Node.await(() -> {
            try {
                return strict.get("b", this::load).equals("of b");
            } catch (CacheLoadException e) {
                assertThat(e).hasMessageContaining("the loads took too long; nobody tries again for");
                return false;
            }
        });
    }

    @Test
    void what_the_loader_brings_beyond_what_it_was_asked_for_is_left_out() {
        CacheAside<String, String> cache = cache(node());
        assertThat(cache.getAll(List.of("a"), keys -> Map.of("a", "1", "z", "2")))
                .isEqualTo(Map.of("a", "1"));
        assertThat(cache.lookup("z", this::load).source()).isEqualTo(Source.LOADER);
    }

    private Node node() {
        return node(DevServices.redis().uri());
    }

    private Node node(String uri) {
        Node node = Node.on(uri);
        nodes.add(node);
        return node;
    }

    private CacheAside<String, String> cache(Node node) {
        return node.ready(node.cache(name).cacheAside());
    }

    private Map<String, String> loadAll(Set<String> keys) {
        calls.incrementAndGet();
        Map<String, String> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, load(key)));
        return values;
    }

    private String load(String key) {
        loaded.add(key);
        return "of " + key;
    }
}
