package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values late in their life, and past it, where several are read at once, or one needs another. */
class LateValuesTest {

    private final MovedCache cache = new MovedCache();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void several_at_once_are_served_and_loaded_anew_in_the_background() {
        cache.changes().putAll(Map.of("a", "old a", "b", "old b"));
        cache.pass(MovedCache.LATE);
        assertThat(read(List.of("a", "b"))).isEqualTo(Map.of("a", "old a", "b", "old b"));
        Node.await(() -> cache.stats().refreshes() == 2);
        assertThat(read(List.of("a", "b"))).isEqualTo(Map.of("a", "new a", "b", "new b"));
    }

    @Test
    void several_that_have_ended_are_served_when_their_loader_fails() {
        cache.changes().put("a", "old a");
        cache.pass(MovedCache.TTL);
        BulkLoader<String, String> failing = keys -> {
            throw new IOException("down");
        };
        assertThat(cache.bulkReads()
                        .getAll(List.of("a"), failing, ReadOptions.defaults())
                        .values())
                .isEqualTo(Map.of("a", "old a"));
        assertThat(cache.stats().staleServed()).isEqualTo(1);
    }

    @Test
    @DisplayName("cache C6: a refresh that needs another value does not wait for its own thread")
    void a_refresh_may_ask_its_own_cache() {
        cache.changes().put("outer", "old");
        cache.pass(MovedCache.LATE);
        Loader<String, String> nesting = key -> find("inner", inner -> "new").value();
        assertThat(find("outer", nesting).value()).isEqualTo("old");
        Node.await(() -> cache.stats().refreshes() == 1);
        assertThat(find("outer", nesting).value()).isEqualTo("new");
    }

    private Lookup<String> find(String key, Loader<String, String> loader) {
        return cache.reads().find(key, (asked, context) -> loader.load(asked), ReadOptions.defaults());
    }

    private Map<String, String> read(List<String> keys) {
        BulkLoader<String, String> none = missing -> Map.of();
        return cache.bulkReads()
                .getAll(keys, (key, context) -> "new " + key, none, ReadOptions.defaults())
                .values();
    }
}
