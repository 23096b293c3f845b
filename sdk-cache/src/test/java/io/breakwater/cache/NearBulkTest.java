package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several keys at once, in one JVM. */
class NearBulkTest {

    @Test
    void what_is_missing_is_loaded_by_one_call_and_then_near() {
        try (CacheAside<Integer, String> cache = builder().cacheAside()) {
            cache.put(1, "put");
            assertThat(cache.getAll(List.of(3, 1, 2), keys -> {
                        assertThat(keys).containsExactly(3, 2);
                        return Map.of(2, "two", 3, "three");
                    }))
                    .containsExactly(Map.entry(3, "three"), Map.entry(1, "put"), Map.entry(2, "two"));
            assertThat(cache.getAll(List.of(1, 2, 3), keys -> Map.of())).hasSize(3);
            assertThat(cache.stats().loads()).isEqualTo(1);
            assertThat(cache.stats().nearHits()).isEqualTo(4);
        }
    }

    @Test
    void a_load_that_takes_too_long_is_not_kept() {
        Gate gate = new Gate();
        try (CacheAside<Integer, String> cache =
                builder().hardTimeout(Duration.ofMillis(300)).cacheAside()) {
            assertThatThrownBy(() -> cache.getAll(List.of(1), keys -> {
                        while (!gate.isOpen()) {
                            Thread.onSpinWait();
                        }
                        return Map.of(1, "late");
                    }))
                    .isInstanceOfSatisfying(
                            CacheBulkException.class,
                            e -> assertThat(e.failures().get(1))
                                    .isInstanceOf(CacheLoadException.class)
                                    .hasMessage("Cache numbers, key 1: there was no value within 300 ms"));
            gate.open();
            Node.await(() -> cache.stats().loads() == 1);
            assertThat(cache.get(1, key -> "anew")).isEqualTo("anew");
        }
    }

    private static CacheBuilder<Integer, String> builder() {
        return Cache.<Integer, String>builder("numbers").near(100).expiry(Duration.ofMinutes(5), 0);
    }
}
