package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Ends, refreshes and pauses in one JVM, by a clock that the test moves. */
class NearTimesTest {

    private static final Pause PAUSE = new Pause(Duration.ofMillis(100), Duration.ofMillis(300));
    private static final Duration TTL = Duration.ofSeconds(100);
    private static final Duration STALE = Duration.ofSeconds(50);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final Duration HARD = Duration.ofSeconds(20);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Thread> loader = new AtomicReference<>();
    private final LoaderThreads threads = LoaderThreads.over(task -> {
        loader.set(new Thread(task));
        loader.get().start();
    });
    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(100, guard, new Counters(), nanos::get);
    private final Tiers<String, String> tiers =
            new Tiers<>("posts", terms(), guard, near, null, new Counters(), nanos::get);
    private final Reads<String, String> reads =
            new Reads<>(tiers, new RefreshAhead<>(tiers, threads, nanos::get), threads);
    private final Changes<String, String> changes = new Changes<>(tiers, WhenStoreFails.FAIL);
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void a_value_ends_after_its_ttl() {
        changes.put("key", "old");
        pass(Duration.ofSeconds(74));
        assertThat(reads.fresh("key")).isEqualTo("old");
        pass(Duration.ofSeconds(26));
        assertThat(find()).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    void a_late_value_is_loaded_anew_in_the_background() {
        changes.put("key", "old");
        pass(Duration.ofSeconds(75));
        assertThat(reads.fresh("key")).as("there is something to think about").isNull();
        assertThat(find()).isEqualTo(new Lookup<>("old", Source.NEAR));
        Node.await(() -> tiers.stats().refreshes() == 1);
        pass(Duration.ofSeconds(74));
        assertThat(reads.fresh("key")).isEqualTo("v1");
    }

    @Test
    @DisplayName(
            "cache C2: while refreshes fail the old value is served to its end, and one attempt is made in a pause")
    void a_failing_refresh() {
        changes.put("key", "old");
        pass(Duration.ofSeconds(75));
        for (int attempt = 1; attempt <= 3; attempt++) {
            int expected = attempt;
            assertThat(findFailing()).isEqualTo(new Lookup<>("old", Source.NEAR));
            Node.await(() -> tiers.stats().loadFailures() == expected);
            pass(RETRY.minusMillis(1));
            for (int i = 0; i < 100; i++) {
                assertThat(findFailing()).isEqualTo(new Lookup<>("old", Source.NEAR));
            }
            pass(Duration.ofMillis(1));
        }
        assertThat(calls).hasValue(3);
        pass(Duration.ofSeconds(16));
        assertThat(find()).as("after its end").isEqualTo(new Lookup<>("v4", Source.LOADER));
    }

    @Test
    @DisplayName("cache C1: a refresh that ends after an invalidation or a put is not kept")
    void a_late_refresh() throws Exception {
        Gate gate = new Gate();
        changes.put("key", "old");
        pass(Duration.ofSeconds(75));
        assertThat(find(key -> {
                    gate.pass();
                    return "late";
                }))
                .isEqualTo(new Lookup<>("old", Source.NEAR));
        gate.awaitReached();
        changes.put("key", "put");
        gate.open();
        loader.get().join();
        assertThat(find()).isEqualTo(new Lookup<>("put", Source.NEAR));
    }

    @Test
    @DisplayName(
            "cache B1: after a failure nobody calls the loader before a pause is over, which doubles up to a bound")
    void pauses() {
        pass(Duration.ofDays(1));
        for (Duration pause : new Duration[] {
            Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(300), Duration.ofMillis(300)
        }) {
            int before = calls.get();
            assertThatThrownBy(this::findFailing).hasMessage("call " + (before + 1));
            pass(pause.minusNanos(1));
            assertThatThrownBy(this::findFailing).as("the same one").hasMessage("call " + (before + 1));
            assertThatThrownBy(this::find).hasMessage("call " + (before + 1));
            pass(Duration.ofNanos(1));
        }
        assertThat(find()).isEqualTo(new Lookup<>("v5", Source.LOADER));
    }

    @Test
    void a_pause_ends_with_an_invalidation_and_a_success_forgets_the_failures() {
        assertThatThrownBy(this::findFailing).hasMessage("call 1");
        changes.invalidate("key");
        assertThat(find()).isEqualTo(new Lookup<>("v2", Source.LOADER));
        changes.invalidate("key");
        assertThatThrownBy(this::findFailing).hasMessage("call 3");
        pass(Duration.ofMillis(100));
        assertThat(find()).as("the first pause again").isEqualTo(new Lookup<>("v4", Source.LOADER));
    }

    @Test
    void an_ended_value_is_served_when_the_loader_fails_for_so_long_and_no_longer() {
        changes.put("key", "old");
        pass(TTL);
        assertThat(findFailing()).isEqualTo(new Lookup<>("old", Source.LOADER, true));
        pass(STALE.minusNanos(1));
        assertThat(findFailing()).isEqualTo(new Lookup<>("old", Source.LOADER, true));
        pass(Duration.ofNanos(1));
        assertThatThrownBy(this::findFailing).hasMessage("call 3");
    }

    private Lookup<String> find() {
        return find(key -> "v" + calls.incrementAndGet());
    }

    private Lookup<String> findFailing() {
        return find(key -> {
            throw new IllegalStateException("call " + calls.incrementAndGet());
        });
    }

    private Lookup<String> find(Loader<String, String> loader) {
        return reads.find("key", (key, context) -> loader.load(key), ReadOptions.defaults());
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static Terms terms() {
        Jitter jitter = new Jitter(TTL, 0, Random::new);
        return new Terms(jitter, TTL, null, STALE, 0.75, null, HARD, RETRY, PAUSE, Duration.ZERO, HARD);
    }
}
