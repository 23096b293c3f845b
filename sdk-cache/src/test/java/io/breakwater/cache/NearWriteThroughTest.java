package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Writing through a cache without Redis. */
class NearWriteThroughTest {

    private static CacheBuilder<String, String> near() {
        return Cache.<String, String>builder("near").near(1_000).expiry(Duration.ofMinutes(5), 0);
    }

    @Test
    @DisplayName("cache D2: a load from before the write ends after it, and is not kept")
    void a_late_load_is_not_kept() throws Exception {
        Table table = new Table("v0");
        try (WriteThrough<String, String> cache = near().writeThrough(table, table)) {
            Gate write = table.holdBeforeWrite();
            Background<Boolean> put = Background.call(() -> {
                cache.put("k", "v1");
                return true;
            });
            write.awaitReached();
            Gate read = table.holdAfterRead();
            Background<String> late = Background.call(() -> cache.get("k"));
            read.awaitReached();
            write.open();
            put.result();
            table.let(read);
            read.open();
            assertThat(late.result()).isEqualTo("v0");
            assertThat(cache.get("k")).isEqualTo("v1");
        }
    }

    @Test
    void a_change_of_a_neighbour_does_not_leave_the_old_value() {
        String neighbour = IntStream.range(0, 1_000_000)
                .mapToObj(i -> "other" + i)
                .filter(other -> FillGuard.stripeOf(other) == FillGuard.stripeOf("k"))
                .findFirst()
                .orElseThrow();
        Map<String, String> source = new HashMap<>(Map.of("k", "v0"));
        AtomicReference<WriteThrough<String, String>> itself = new AtomicReference<>();
        try (WriteThrough<String, String> cache = near().writeThrough(source::get, (key, value) -> {
            assertThat(itself.get().get(key)).isEqualTo("v0");
            itself.get().invalidate(neighbour);
            source.put(key, value);
        })) {
            itself.set(cache);
            cache.put("k", "v1");
            assertThat(cache.get("k")).isEqualTo("v1");
        }
    }

    @Test
    void a_null_among_many_is_named_before_anything_is_written() {
        Table table = new Table("v0");
        try (WriteThrough<String, String> cache = near().writeThrough(table, table)) {
            assertThatNullPointerException()
                    .isThrownBy(() -> cache.putAll(Collections.singletonMap("k", null)))
                    .withMessage("value");
            assertThat(cache.get("k")).isEqualTo("v0");
        }
    }
}
