package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NearTierTest {

    private final AtomicLong nanos = new AtomicLong();
    private final FillGuard guard = new FillGuard();

    @Test
    void a_value_lives_for_its_ttl() {
        NearTier<String, String> near = near(Duration.ofSeconds(10), Duration.ofDays(1));
        near.fill("key", "value", guard.seen("key"));
        pass(Duration.ofMillis(9_999));
        assertThat(near.get("key")).isEqualTo("value");
        pass(Duration.ofMillis(1));
        assertThat(near.get("key")).isNull();
    }

    @Test
    void the_near_limit_ends_it_earlier() {
        NearTier<String, String> near = near(Duration.ofSeconds(10), Duration.ofSeconds(2));
        near.fill("key", "value", guard.seen("key"));
        pass(Duration.ofMillis(1_999));
        assertThat(near.get("key")).isEqualTo("value");
        pass(Duration.ofMillis(1));
        assertThat(near.get("key")).isNull();
    }

    @Test
    void reading_does_not_prolong_a_life_and_replacing_begins_a_new_one() {
        NearTier<String, String> near = near(Duration.ofSeconds(10), Duration.ofDays(1));
        near.fill("key", "old", guard.seen("key"));
        pass(Duration.ofSeconds(9));
        assertThat(near.get("key")).isEqualTo("old");
        near.fill("key", "new", guard.seen("key"));
        pass(Duration.ofSeconds(9));
        assertThat(near.get("key")).isEqualTo("new");
        pass(Duration.ofSeconds(1));
        assertThat(near.get("key")).isNull();
    }

    @Test
    void no_more_entries_than_allowed_are_kept() {
        NearTier<Integer, String> near = new NearTier<>(
                10, new Jitter(Duration.ofMinutes(1), 0, Random::new), Duration.ofDays(1), guard, nanos::get);
        for (int key = 0; key < 100; key++) {
            near.fill(key, "value", guard.seen(key));
        }
        int kept = 0;
        for (int key = 0; key < 100; key++) {
            kept += near.get(key) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(1, 10);
    }

    @Test
    @DisplayName("cache X5: a change of an absent key refuses the fill that began before it")
    void a_fill_after_a_change_is_refused() {
        NearTier<String, String> near = near(Duration.ofSeconds(10), Duration.ofDays(1));
        long seen = guard.seen("key");
        guard.advance("key");
        near.drop("key");
        near.fill("key", "old", seen);
        assertThat(near.get("key")).isNull();
    }

    private NearTier<String, String> near(Duration ttl, Duration atMost) {
        return new NearTier<>(100, new Jitter(ttl, 0, Random::new), atMost, guard, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
