package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loads of several keys in a cache without Redis. */
class BulkLoadTest {

    private final CacheAside<String, String> cache = Cache.<String, String>builder("near")
            .near(1_000)
            .expiry(Duration.ofMinutes(5), 0)
            .cacheAside();

    @Test
    @DisplayName("cache A20: a bulk loader that needs one of its own keys is told so, whichever it is")
    void a_circle_is_noticed() {
        AtomicReference<Throwable> first = new AtomicReference<>();
        AtomicReference<Throwable> second = new AtomicReference<>();
        assertThat(cache.getAll(List.of("a", "b"), keys -> {
                    first.set(catchThrowable(() -> cache.get("a", key -> "x")));
                    second.set(catchThrowable(() -> cache.get("b", key -> "x")));
                    return Map.of("a", "1", "b", "2");
                }))
                .isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(first.get()).isInstanceOf(IllegalStateException.class);
        assertThat(second.get()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("cache B1: after a bulk load has failed nobody calls it again before the pause is over")
    void a_failure_is_remembered() {
        AtomicInteger calls = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            Throwable failure = catchThrowable(() -> cache.getAll(List.of("a"), keys -> {
                calls.incrementAndGet();
                throw new IOException("down");
            }));
            assertThat(failure).isInstanceOf(CacheBulkException.class).hasStackTraceContaining("down");
        }
        assertThat(calls).hasValue(1);
    }
}
