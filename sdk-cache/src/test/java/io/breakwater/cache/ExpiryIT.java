package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The ends of values. */
class ExpiryIT {

    private static final int KEYS = 1_000;

    private final String name = "expiry-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
        records.close();
    }

    @Test
    @DisplayName("cache B7: keys that were written together end apart, as the jitter says")
    void apart() {
        ReadThrough<String, String> cache = cache(0.5);
        IntStream.range(0, KEYS).forEach(key -> cache.get("key" + key));
        int[] ends = new int[5];
        for (int key = 0; key < KEYS; key++) {
            long ttl = records.get("key" + key).ttl();
            assertThat(ttl).isBetween(150_000L, 300_000L);
            ends[(int) Math.min(4, (ttl - 150_000) / 30_000)]++;
        }
        assertThat(IntStream.of(ends)).as("in each fifth of the range").allMatch(count -> count > KEYS / 10);
    }

    @Test
    @DisplayName("cache B7: keys that end together are loaded once each, however many nodes read them")
    void one_load_each() throws Exception {
        List<ReadThrough<String, String>> caches = List.of(cache(0), cache(0), cache(0));
        IntStream.range(0, KEYS).forEach(key -> caches.get(0).get("key" + key));
        IntStream.range(0, KEYS).forEach(key -> records.remove("key" + key));
        loads.set(0);
        List<Background<Integer>> readers = new ArrayList<>();
        for (ReadThrough<String, String> cache : caches) {
            readers.add(Background.call(() -> IntStream.range(0, KEYS)
                    .map(key -> cache.lookup("key" + key, ReadOptions.defaults().skipNear())
                            .value()
                            .length())
                    .sum()));
        }
        for (Background<Integer> reader : readers) {
            assertThat(reader.result()).isPositive();
        }
        assertThat(loads).hasValue(KEYS);
    }

    @Test
    @DisplayName("cache A16: what has half a second left in Redis is near no longer than that")
    void near_ends_with_redis() {
        ReadThrough<String, String> first = cache(0);
        ReadThrough<String, String> second = cache(0);
        assertThat(first.get("key")).isEqualTo("v1");
        records.age("key", Duration.ofMillis(299_500));
        long begun = System.nanoTime();
        assertThat(second.lookup("key")).isEqualTo(new Lookup<>("v1", Source.SHARED));
        Node.await(() -> second.get("key").equals("v2"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThat(second.lookup("key").source()).isEqualTo(Source.NEAR);
    }

    @Test
    @DisplayName("cache A16: a refilled key begins a new life in both tiers")
    void a_new_life() {
        ReadThrough<String, String> cache = cache(0);
        assertThat(cache.get("key")).isEqualTo("v1");
        records.age("key", Duration.ofMinutes(4));
        cache.invalidate("key");
        assertThat(cache.get("key")).isEqualTo("v2");
        assertThat(records.ttlMillis("key")).isGreaterThan(290_000);
    }

    private ReadThrough<String, String> cache(double jitter) {
        Node node = Node.on(DevServices.redis().uri());
        nodes.add(node);
        return node.ready(Cache.<String, String>builder(name)
                .near(10_000)
                .shared(node.redis(), Codec.strings())
                .expiry(Duration.ofMinutes(5), jitter)
                .readThrough(key -> "v" + loads.incrementAndGet()));
    }
}
