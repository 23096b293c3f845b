package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final long NOW = -5_000_000_000L;

    @Test
    void the_same_seed_gives_the_same_jitter_within_the_bound() {
        long[] first = jitter(42);
        assertThat(first).containsExactly(jitter(42)).isNotEqualTo(jitter(43));
        assertThat(LongStream.of(first)).allMatch(wait -> wait >= 0 && wait <= 10_000_000);
        assertThat(LongStream.of(first).max().orElseThrow()).isGreaterThan(9_000_000);
        assertThat(LongStream.of(first).min().orElseThrow()).isLessThan(1_000_000);
    }

    @Test
    void delay_and_jitter_add_up() {
        Lane lane = new Lane();
        lane.jitter(Duration.ofMillis(10), 1);
        lane.delay(Duration.ofMillis(100));
        assertThat(lane.due(NOW) - NOW).isBetween(100_000_000L, 110_000_000L);
        assertThat(lane.untilPassing(NOW + 100, true, NOW)).isEqualTo(100);
        lane.heal();
        assertThat(lane.due(NOW)).isEqualTo(NOW);
        assertThat(lane.untilPassing(NOW + 100, true, NOW)).isZero();
    }

    @Test
    void a_gate_waits_for_a_word_and_not_for_the_clock() {
        Lane lane = new Lane();
        lane.hold(Gate.afterBytes(2));
        assertThat(lane.limit(5)).isEqualTo(2);
        lane.passed(2, true, NOW);
        assertThat(lane.untilPassing(NOW, true, NOW)).isEqualTo(Lane.UNTIL_TOLD);
        assertThat(lane.passed()).isEqualTo(2);
    }

    private static long[] jitter(long seed) {
        Lane lane = new Lane();
        lane.jitter(Duration.ofMillis(10), seed);
        return LongStream.range(0, 1_000).map(i -> lane.due(NOW) - NOW).toArray();
    }
}
