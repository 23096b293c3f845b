package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NearTierTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5 * SECOND);
    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(100, guard, new Counters(), nanos::get);

    @Test
    void a_value_is_fresh_until_it_is_time_to_think_also_when_the_clock_overflows() {
        fill("key", "value", 0);
        nanos.addAndGet(10 * SECOND - 1);
        assertThat(near.fresh("key")).isEqualTo("value");
        nanos.addAndGet(1);
        assertThat(near.fresh("key")).isNull();
        assertThat(near.entry("key").value()).as("it may still be needed").isEqualTo("value");
    }

    @Test
    void a_failure_and_a_remembered_null_are_never_fresh() {
        near.fill("failed", entry(null, new Failure(new IllegalStateException(), 1), 0, 0), 1, 0);
        near.fill("null", entry(null, null, 0, 0), 1, 0);
        assertThat(near.fresh("failed")).isNull();
        assertThat(near.fresh("null")).isNull();
        assertThat(near.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("cache A16: reading does not prolong a life, and replacing begins a new one")
    void replacing_begins_a_new_life() {
        fill("key", "old", 0);
        nanos.addAndGet(9 * SECOND);
        assertThat(near.fresh("key")).isEqualTo("old");
        fill("key", "new", 0);
        nanos.addAndGet(9 * SECOND);
        assertThat(near.fresh("key")).isEqualTo("new");
        nanos.addAndGet(SECOND);
        assertThat(near.fresh("key")).isNull();
    }

    @Test
    void a_later_version_stays_and_an_earlier_one_goes() {
        fill("key", "second", 2);
        fill("key", "first", 1);
        assertThat(near.fresh("key")).isEqualTo("second");
        fill("key", "again", 2);
        assertThat(near.fresh("key")).isEqualTo("again");
        fill("key", "third", 3);
        assertThat(near.fresh("key")).isEqualTo("third");
        fill("key", "of this JVM alone", 0);
        assertThat(near.fresh("key")).isEqualTo("of this JVM alone");
    }

    @Test
    void no_more_entries_than_allowed_are_kept() {
        for (int key = 0; key < 1_000; key++) {
            fill("key" + key, "value", 0);
        }
        Node.await(() -> near.size() <= 100);
        assertThat(near.size()).isPositive();
    }

    @Test
    @DisplayName("cache A1: a change of an absent key refuses the fill that began before it")
    void a_fill_after_a_change_is_refused() {
        long seen = guard.seen(1);
        near.drop("key", 1);
        near.fill("key", entry("old", null, 5, 0), 1, seen);
        assertThat(near.entry("key")).isNull();
        near.fill("key", entry("new", null, 6, 0), 1, guard.seen(1));
        near.fill("key", entry("old", null, 7, 0), 1, seen);
        assertThat(near.fresh("key")).as("what came after the change stays").isEqualTo("new");
    }

    @Test
    void a_drop_ends_one_key_and_refuses_fills_of_its_stripe() {
        fill("key", "value", 1);
        fill("other", "value", 1);
        near.drop("key", 1);
        assertThat(near.entry("key")).isNull();
        assertThat(near.fresh("other")).isEqualTo("value");
    }

    @Test
    void a_flush_ends_a_lane_and_no_other() {
        long seen = guard.seen(stripe(3));
        near.fill("mine", entry("value", null, 1, 3), stripe(3), seen);
        near.fill("other's", entry("value", null, 1, 4), stripe(4), guard.seen(stripe(4)));
        near.flush(3);
        near.fill("late", entry("value", null, 1, 3), stripe(3), seen);
        assertThat(near.entry("mine")).isNull();
        assertThat(near.entry("late")).isNull();
        assertThat(near.fresh("other's")).isEqualTo("value");
    }

    private void fill(String key, String value, long number) {
        near.fill(key, entry(value, null, number, 0), 1, guard.seen(1));
    }

    private NearEntry<String> entry(String value, Failure failure, long number, int lane) {
        long end = nanos.get() + 10 * SECOND;
        return new NearEntry<>(value, failure, number, end, end + SECOND, end + SECOND, lane);
    }

    private static int stripe(int lane) {
        return lane * FillGuard.STRIPES_A_LANE;
    }
}
