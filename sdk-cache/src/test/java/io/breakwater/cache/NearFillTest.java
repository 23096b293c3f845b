package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NearFillTest {

    private static final Duration TTL = Duration.ofSeconds(100);
    private static final Duration NEAR = Duration.ofSeconds(60);
    private static final Duration STALE = Duration.ofSeconds(7);
    private static final long TICKS = 2 * CoarseClock.TICK.toNanos();

    private final AtomicLong nanos = new AtomicLong(1_000);
    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(10, guard, new Counters(), nanos::get);
    private final NearFill<String, String> fill = new NearFill<>(near, terms(0.75), nanos::get);
    private final Spot<String> spot = new Spot<>("key", null, 5, guard.seen(5));

    @Test
    @DisplayName("cache A16: what is in Redis is near no longer than there, less what the near clock may be late")
    void of_redis() {
        fill.stored(spot, "value", 3, in(Duration.ofSeconds(30)), TTL);
        NearEntry<String> entry = near.entry("key");
        assertThat(entry.number()).isEqualTo(3);
        assertThat(entry.deadline()).isEqualTo(in(Duration.ofSeconds(30)) - TICKS);
        assertThat(entry.staleUntil() - entry.deadline()).isEqualTo(STALE.toNanos());
        assertThat(entry.freshUntil())
                .as("the last quarter of 100 s begins 25 s before the end")
                .isEqualTo(in(Duration.ofSeconds(5)) - TICKS);
    }

    @Test
    @DisplayName("cache A16: nor longer than the near tier may keep anything")
    void the_near_limit() {
        fill.stored(spot, "value", 3, in(Duration.ofSeconds(95)), TTL);
        assertThat(near.entry("key").deadline()).isEqualTo(in(NEAR));
        assertThat(near.entry("key").freshUntil()).isEqualTo(in(NEAR));
        fill.own(spot, "value", TTL);
        assertThat(near.entry("key").deadline()).isEqualTo(in(NEAR));
    }

    @Test
    @DisplayName("cache A16: what has all but ended is not near at all")
    void the_end() {
        fill.stored(spot, "value", 3, nanos.get() + TICKS, TTL);
        fill.stored(spot, "value", 3, nanos.get() - 1, TTL);
        assertThat(near.entry("key")).isNull();
    }

    @Test
    void a_value_that_is_late_already_is_kept_and_not_fresh() {
        fill.stored(spot, "value", 3, in(Duration.ofSeconds(10)), TTL);
        assertThat(near.entry("key").freshUntil()).isEqualTo(nanos.get());
        assertThat(near.entry("key").isAlive(nanos.get())).isTrue();
    }

    @Test
    void a_value_of_this_jvm_alone_lives_for_its_ttl() {
        fill.own(spot, "value", Duration.ofSeconds(10));
        assertThat(near.entry("key").number()).isZero();
        assertThat(near.entry("key").deadline()).isEqualTo(in(Duration.ofSeconds(10)));
        assertThat(near.entry("key").freshUntil()).isEqualTo(in(Duration.ofMillis(7_500)));
    }

    @Test
    void what_was_loaded_while_redis_was_silent_lives_for_a_heartbeat() {
        fill.unheard(spot, "value", TTL);
        assertThat(near.entry("key").deadline()).isEqualTo(in(Backplane.HEARTBEAT));
        fill.unheard(spot, "value", Duration.ofMillis(10));
        assertThat(near.entry("key").deadline()).isEqualTo(in(Duration.ofMillis(10)));
    }

    @Test
    void without_refresh_a_value_is_fresh_to_its_end() {
        new NearFill<>(near, terms(1), nanos::get).own(spot, "value", Duration.ofSeconds(10));
        assertThat(near.entry("key").freshUntil()).isEqualTo(near.entry("key").deadline());
    }

    @Test
    void a_failure_lasts_for_its_pause_and_is_no_stale_value() {
        IllegalStateException cause = new IllegalStateException();
        fill.failed(spot, cause, 2, Duration.ofSeconds(3));
        NearEntry<String> entry = near.entry("key");
        assertThat(entry.failure()).isEqualTo(new Failure(cause, 2));
        assertThat(entry.deadline()).isEqualTo(in(Duration.ofSeconds(3)));
        assertThat(entry.isUsableStale(nanos.get())).isFalse();
    }

    @Test
    void what_changed_since_the_spot_was_seen_is_not_kept() {
        guard.advance(5);
        fill.stored(spot, "value", 3, in(TTL), TTL);
        fill.own(spot, "value", TTL);
        fill.unheard(spot, "value", TTL);
        fill.failed(spot, new IllegalStateException(), 1, TTL);
        assertThat(near.entry("key")).isNull();
    }

    @Test
    void without_a_near_tier_there_is_nothing_to_do() {
        NearFill<String, String> none = new NearFill<>(null, terms(1), nanos::get);
        none.stored(spot, "value", 3, in(TTL), TTL);
        none.own(spot, "value", TTL);
        none.failed(spot, new IllegalStateException(), 1, TTL);
    }

    private long in(Duration time) {
        return nanos.get() + time.toNanos();
    }

    private static Terms terms(double refreshAt) {
        Jitter jitter = new Jitter(TTL, 0, Random::new);
        Pause pause = new Pause(Duration.ofMillis(100), Duration.ofSeconds(3));
        return new Terms(jitter, NEAR, null, STALE, refreshAt, null, TTL, NEAR, pause, Duration.ZERO, NEAR);
    }
}
