package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A cache without Redis: what the patterns promise inside one JVM. */
class NearCacheTest {

    private final CacheAside<String, String> cache = builder().cacheAside();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void a_value_is_loaded_once_and_then_near() {
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        assertThat(cache.stats().nearHits()).isEqualTo(2);
        assertThat(cache.stats().misses()).isEqualTo(1);
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().nearSize()).isEqualTo(1);
    }

    @Test
    void any_key_with_equals_will_do() {
        record Place(int x, int y) {}
        try (ReadThrough<Place, String> places = Cache.<Place, String>builder("places")
                .near(10)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(place -> place.x + "/" + place.y)) {
            assertThat(places.get(new Place(1, 2))).isEqualTo("1/2");
            assertThat(places.lookup(new Place(1, 2))).isEqualTo(new Lookup<>("1/2", Source.NEAR));
        }
    }

    @Test
    void nothing_found_is_null_and_asked_for_again() {
        assertThat(cache.get("key", key -> null)).isNull();
        assertThat(cache.lookup("key", key -> null)).isEqualTo(new Lookup<>(null, Source.LOADER));
        assertThat(cache.stats().misses()).isEqualTo(2);
        assertThat(cache.stats().loads()).isEqualTo(2);
    }

    @Test
    void nothing_found_is_remembered_if_that_was_asked_for() {
        try (CacheAside<String, String> negative =
                builder().negative(Duration.ofMinutes(1)).cacheAside()) {
            assertThat(negative.lookup("key", key -> null)).isEqualTo(new Lookup<>(null, Source.LOADER));
            assertThat(negative.lookup("key", this::load)).isEqualTo(new Lookup<>(null, Source.NEAR));
            assertThat(negative.get("key", this::load)).isNull();
            assertThat(negative.getAll(List.of("key"), keys -> Map.of("key", "no")))
                    .isEmpty();
            negative.invalidate("key");
            assertThat(negative.get("key", this::load)).isEqualTo("v1");
        }
    }

    @Test
    void a_put_is_read_and_an_invalidation_ends_it() {
        cache.put("key", "put");
        assertThat(cache.get("key", this::load)).isEqualTo("put");
        cache.invalidate("key");
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        cache.put("key", "again");
        assertThat(cache.get("key", this::load)).isEqualTo("again");
        cache.putAll(Map.of("key", "all", "other", "too"));
        assertThat(cache.get("key", this::load)).isEqualTo("all");
        cache.invalidateAll(List.of("key", "other"));
        assertThat(cache.get("key", this::load)).isEqualTo("v2");
        assertThat(cache.get("other", this::load)).isEqualTo("v3");
        assertThat(cache.stats().puts()).isEqualTo(4);
        assertThat(cache.stats().invalidations()).isEqualTo(3);
    }

    @Test
    void a_clear_ends_all() {
        cache.putAll(Map.of("one", "put", "two", "put"));
        cache.clear();
        assertThat(cache.get("one", this::load)).isEqualTo("v1");
        assertThat(cache.get("two", this::load)).isEqualTo("v2");
    }

    @Test
    void nulls_are_named() {
        assertThatNullPointerException()
                .isThrownBy(() -> cache.get(null, this::load))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.get("key", null))
                .withMessage("loader");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.put(null, "value"))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.put("key", null))
                .withMessage("value");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidate(null))
                .withMessage("key");
        assertThatNullPointerException()
                .isThrownBy(() -> cache.invalidate("key", null))
                .withMessage("token");
    }

    @Test
    @DisplayName("cache A1: a load that began before an invalidation is not kept after it, also of an absent key")
    void a_late_load_is_not_kept() throws Exception {
        Background<String> early = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        cache.invalidate("key");
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.NEAR));
    }

    @Test
    void a_load_that_began_before_a_clear_is_not_kept_after_it() throws Exception {
        Background<String> early = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        cache.clear();
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
    }

    @Test
    void a_late_reader_does_not_join_an_early_load() throws Exception {
        Background<String> early = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        cache.invalidate("key");
        assertThat(cache.lookup("key", key -> "newer")).isEqualTo(new Lookup<>("newer", Source.LOADER));
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("newer", Source.NEAR));
    }

    @Test
    void a_put_wins_over_a_load_that_began_before_it() throws Exception {
        Background<String> early = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        cache.put("key", "put");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.NEAR));
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.NEAR));
    }

    @Test
    @DisplayName("cache A15: the exception of a loader is told, and is no value")
    void a_checked_failure_is_told_with_its_key() {
        IOException failure = new IOException("disk on fire");
        assertThatThrownBy(() -> cache.get("key", key -> {
                    throw failure;
                }))
                .isInstanceOfSatisfying(CacheLoadException.class, e -> {
                    assertThat(e.cache()).isEqualTo("posts");
                    assertThat(e.key()).isEqualTo("key");
                })
                .hasMessage("Cache posts, key key: the loader failed: java.io.IOException: disk on fire")
                .cause()
                .isSameAs(failure);
        cache.invalidate("key");
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
    }

    @Test
    void a_near_hit_allocates_nothing() {
        cache.put("key", "value");
        Loader<String, String> loader = this::load;
        read(100_000, loader);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        read(100_000, loader);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated by 100,000 near hits")
                .isLessThan(100_000);
    }

    private static CacheBuilder<String, String> builder() {
        return Cache.<String, String>builder("posts").near(1_000).expiry(Duration.ofMinutes(5), 0.1);
    }

    private void read(int times, Loader<String, String> loader) {
        for (int i = 0; i < times; i++) {
            if (cache.get("key", loader) == null) {
                throw new AssertionError("gone");
            }
        }
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
