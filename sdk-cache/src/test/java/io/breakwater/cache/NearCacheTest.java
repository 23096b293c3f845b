package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A cache without Redis: what the patterns promise inside one JVM. */
class NearCacheTest {

    private static final int CALLERS = 100;
    private static final int KEYS = 200_000;

    private final CacheAside<String, String> cache = Cache.<String, String>builder("posts")
            .near(1_000)
            .expiry(Duration.ofMinutes(5), 0.1)
            .cacheAside();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @Test
    void a_value_is_loaded_once_and_then_near() {
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        assertThat(cache.stats()).isEqualTo(new CacheStats(2, 0, 1, 1, 0, 0, 0));
    }

    @Test
    void any_key_with_equals_will_do() {
        record Place(int x, int y) {}
        ReadThrough<Place, String> places = Cache.<Place, String>builder("places")
                .near(10)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(place -> place.x + "/" + place.y);
        assertThat(places.get(new Place(1, 2))).isEqualTo("1/2");
        assertThat(places.lookup(new Place(1, 2))).isEqualTo(new Lookup<>("1/2", Source.NEAR));
    }

    @Test
    void nothing_found_is_null_and_asked_for_again() {
        assertThat(cache.get("key", key -> null)).isNull();
        assertThat(cache.lookup("key", key -> null)).isEqualTo(new Lookup<>(null, Source.LOADER));
        assertThat(cache.stats()).isEqualTo(new CacheStats(0, 0, 2, 2, 0, 0, 0));
    }

    @Test
    void a_put_is_read_and_an_invalidation_ends_it() {
        cache.put("key", "put");
        assertThat(cache.get("key", this::load)).isEqualTo("put");
        cache.invalidate("key");
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        cache.put("key", "again");
        assertThat(cache.get("key", this::load)).isEqualTo("again");
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
    @DisplayName("cache X6: a read after an invalidation does not join a load from before it")
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
    @DisplayName("cache B0: 100 threads on a cold key make one load")
    void one_load_for_all() throws Exception {
        for (Background<String> caller : callers(this::gatedLoad)) {
            assertThat(caller.result()).isEqualTo("v1");
        }
        assertThat(cache.stats()).isEqualTo(new CacheStats(0, 0, CALLERS, 1, 0, 0, 0));
    }

    @Test
    @DisplayName("cache B6: who missed just before a load ended looks again, and does not load")
    void one_load_however_close_the_readers_are() throws Exception {
        ReadThrough<Integer, Integer> numbers = Cache.<Integer, Integer>builder("numbers")
                .near(10 * KEYS)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(key -> key);
        Background<Integer> other = Background.call(() -> sum(numbers));
        assertThat(sum(numbers)).isEqualTo(other.result());
        assertThat(numbers.stats().loads()).isEqualTo(KEYS);
    }

    @Test
    @DisplayName("cache B1: 100 threads on a cold key make one call of a failing loader, and all get its exception")
    void one_failure_for_all() throws Exception {
        IllegalArgumentException failure = new IllegalArgumentException("no such luck");
        for (Background<String> caller : callers(key -> {
            gate.pass();
            throw failure;
        })) {
            assertThat(caller.failure()).isSameAs(failure);
        }
        assertThat(cache.stats()).isEqualTo(new CacheStats(0, 0, CALLERS, 0, 1, 0, 0));
    }

    @Test
    @DisplayName("cache A15: the exception of a loader is told and never cached")
    void a_failure_is_not_cached() {
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
        assertThat(cache.get("key", this::load)).isEqualTo("v1");
        assertThat(cache.stats()).isEqualTo(new CacheStats(0, 0, 2, 1, 1, 0, 0));
    }

    @Test
    void an_interrupted_waiter_stops_waiting_and_the_load_goes_on() throws Exception {
        Background<String> loading = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        Background<Boolean> waiting = Background.call(() -> {
                    assertThatThrownBy(() -> cache.get("key", this::gatedLoad))
                            .isExactlyInstanceOf(CacheLoadException.class)
                            .hasMessage("Cache posts, key key: interrupted while waiting for the load")
                            .hasCauseInstanceOf(InterruptedException.class);
                    return Thread.currentThread().isInterrupted();
                })
                .until(Thread.State.WAITING);
        waiting.interrupt();
        assertThat(waiting.result()).as("stays interrupted").isTrue();
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void an_interrupted_loader_stays_interrupted() throws Exception {
        Background<Boolean> loading = Background.call(() -> {
            assertThatThrownBy(() -> cache.get("key", key -> {
                        throw new InterruptedException();
                    }))
                    .isExactlyInstanceOf(CacheLoadException.class)
                    .hasMessage("Cache posts, key key: the loader was interrupted");
            return Thread.currentThread().isInterrupted();
        });
        assertThat(loading.result()).isTrue();
    }

    @Test
    @DisplayName("cache A20: a loader that needs its own key fails at once, also by way of another key")
    void recursion_fails() {
        ReadThrough<Integer, String> circle = circle();
        assertThatIllegalStateException()
                .isThrownBy(() -> circle.get(1))
                .withMessage("Cache circle, key 1: the loader needs the value that it is loading");
        assertThatIllegalStateException()
                .isThrownBy(() -> circle.get(3))
                .withMessage("Cache circle, key 3: the loader needs the value that it is loading");
        assertThat(circle.get(5)).isEqualTo("5<6");
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

    /** 1 needs 1; 3 needs 4, which needs 3; 5 needs 6, which needs none. */
    private static ReadThrough<Integer, String> circle() {
        List<ReadThrough<Integer, String>> self = new ArrayList<>();
        self.add(Cache.<Integer, String>builder("circle")
                .near(10)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(key -> switch (key) {
                    case 1 -> self.get(0).get(1);
                    case 3 -> self.get(0).get(4);
                    case 4 -> self.get(0).get(3);
                    case 5 -> "5<" + self.get(0).get(6);
                    default -> key.toString();
                }));
        return self.get(0);
    }

    private static int sum(ReadThrough<Integer, Integer> numbers) {
        int sum = 0;
        for (int key = 0; key < KEYS; key++) {
            sum += numbers.get(key);
        }
        return sum;
    }

    private void read(int times, Loader<String, String> loader) {
        for (int i = 0; i < times; i++) {
            if (cache.get("key", loader) == null) {
                throw new AssertionError("gone");
            }
        }
    }

    /** All wait for one load when the gate opens. */
    private List<Background<String>> callers(Loader<String, String> loader) {
        List<Background<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Background.call(() -> cache.get("key", loader)));
        }
        callers.forEach(caller -> caller.until(Thread.State.TIMED_WAITING, Thread.State.WAITING));
        gate.open();
        return callers;
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
