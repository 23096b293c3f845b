package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FillGuardTest {

    private static final int STRIPES = Lane.COUNT * FillGuard.STRIPES_A_LANE;

    private final FillGuard guard = new FillGuard();

    @Test
    void a_change_is_seen_whether_the_key_was_ever_heard_of_or_not() {
        long seen = guard.seen(7);
        assertThat(guard.unchanged(7, seen)).isTrue();
        guard.advance(7);
        assertThat(guard.unchanged(7, seen)).isFalse();
        assertThat(guard.unchanged(7, guard.seen(7))).isTrue();
    }

    @Test
    void of_changes_that_overlap_none_was_alone() {
        long first = guard.advance(7);
        long second = guard.advance(7);
        assertThat(guard.advance(7, first)).isFalse();
        assertThat(guard.advance(7, second)).isFalse();
        long third = guard.advance(7);
        assertThat(guard.advance(7, third)).isTrue();
        assertThat(guard.unchanged(7, third + 1)).isTrue();
    }

    @Test
    void a_lane_is_advanced_as_a_whole_and_no_other_with_it() {
        guard.advanceLane(3);
        assertThat(IntStream.range(0, STRIPES).filter(stripe -> !guard.unchanged(stripe, 0)))
                .hasSize(FillGuard.STRIPES_A_LANE)
                .allMatch(stripe -> FillGuard.laneOf(stripe) == 3);
    }

    @Test
    void keys_spread_over_all_stripes() {
        assertThat(IntStream.range(0, 16_384).map(FillGuard::stripeOf).distinct())
                .hasSize(STRIPES);
        assertThat(IntStream.range(0, 16_384)
                        .map(key -> FillGuard.stripeOf("key-" + key))
                        .distinct())
                .hasSizeGreaterThan(STRIPES / 2)
                .allMatch(stripe -> stripe >= 0 && stripe < STRIPES);
    }
}
