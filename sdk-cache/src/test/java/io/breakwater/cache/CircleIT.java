package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.breakwater.devservices.DevServices;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loaders that ask their own cache, over Redis. */
class CircleIT {

    private final Node node = Node.on(DevServices.redis().uri());
    private final CacheAside<String, String> cache =
            node.ready(node.cache("circle-" + UUID.randomUUID()).cacheAside());

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void a_loader_may_ask_for_other_keys_one_or_several() {
        assertThat(cache.get("a", a -> a + cache.get("b", b -> b + cache.get("c", c -> c))))
                .isEqualTo("abc");
        assertThat(cache.lookup("b", b -> "no")).isEqualTo(new Lookup<>("bc", Source.NEAR));
        assertThat(cache.get(
                        "d",
                        d -> d
                                + cache.getAll(List.of("e", "f"), keys -> Map.of("e", "E", "f", "F"))
                                        .values()))
                .isEqualTo("d[E, F]");
    }

    @Test
    void however_many_loaders_ask_for_other_keys_there_are_threads_enough() throws Exception {
        Gate gate = new Gate();
        List<Background<String>> callers = IntStream.range(0, 2 * LoaderThreads.MOST)
                .mapToObj(i -> Background.call(() -> cache.get("outer" + i, outer -> {
                    gate.pass();
                    return cache.get("inner" + i, inner -> inner);
                })))
                .toList();
        gate.awaitReached();
        gate.open();
        for (int i = 0; i < callers.size(); i++) {
            assertThat(callers.get(i).result()).isEqualTo("inner" + i);
        }
    }

    @Test
    @DisplayName(
            "cache A20: a loader that needs its own key fails at once, also by way of others and of several at once")
    void a_circle() {
        assertThatIllegalStateException()
                .isThrownBy(() -> cache.get("a", a -> cache.get("a", again -> "no")))
                .withMessageContaining("key a: the loader needs the value that it is loading");
        assertThatIllegalStateException()
                .isThrownBy(() -> cache.get("b", b -> cache.get("c", c -> cache.get("b", again -> "no"))))
                .withMessageContaining("key b: the loader needs the value that it is loading");
        assertThat(cache.get("d", d -> {
                    try {
                        return "no" + cache.getAll(List.of("d", "e"), keys -> Map.of("d", "1", "e", "2"));
                    } catch (CacheBulkException e) {
                        return "without " + e.failures().keySet();
                    }
                }))
                .isEqualTo("without [d]");
    }

    @Test
    @DisplayName("cache A20: of two threads whose loaders need each other's key one is told so, and neither hangs")
    void a_circle_of_two_threads() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Background<String> one = Background.call(() -> cache.get("a", a -> {
            both.await(20, TimeUnit.SECONDS);
            return orWithout("b");
        }));
        Background<String> other = Background.call(() -> cache.get("b", b -> {
            both.await(20, TimeUnit.SECONDS);
            return orWithout("a");
        }));
        assertThat(List.of(one.result(), other.result()))
                .containsAnyOf("without a", "without b")
                .allMatch(value -> value.contains("without"));
    }

    private String orWithout(String key) {
        try {
            return "with " + cache.get(key, k -> "no");
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("key " + key + ": the loader needs the value that it is loading");
            return "without " + key;
        }
    }
}
