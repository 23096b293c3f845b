package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final MovableClock clock = new MovableClock();
    private final Backoff longest = new Backoff(clock, () -> 1.0);

    private long[] pauses(int number) {
        return LongStream.generate(longest::nextMillis).limit(number).toArray();
    }

    @Test
    void the_first_attempt_is_made_at_once_and_the_later_ones_after_doubling_pauses() {
        assertThat(longest.isFresh()).isTrue();
        assertThat(pauses(11)).containsExactly(0, 4, 8, 16, 32, 64, 128, 256, 500, 500, 500);
        assertThat(longest.isFresh()).isFalse();
        assertThat(longest.longMillis()).isEqualTo(500);
    }

    @Test
    void a_pause_is_spread_over_its_second_half() {
        assertThat(new Backoff(clock, () -> 0.0).longMillis()).isEqualTo(250);
        assertThat(new Backoff(clock, () -> 0.5).longMillis()).isEqualTo(375);
    }

    @Test
    void after_a_long_outage_and_a_connection_that_lasted_it_is_tried_at_once_again() {
        pauses(1_000);
        longest.works();
        clock.pass(Duration.ofMillis(1_001));
        longest.ended();
        assertThat(longest.isFresh()).isTrue();
        assertThat(pauses(3)).containsExactly(0, 4, 8);
    }

    @Test
    void connections_that_do_not_last_are_made_again_after_30_ms_at_most_and_not_at_once() {
        for (int life = 0; life < 20; life++) {
            assertThat(longest.nextMillis()).isEqualTo(Math.min(32, life == 0 ? 0 : 2L << life));
            longest.works();
            clock.pass(Duration.ofMillis(999));
            longest.ended();
        }
    }

    @Test
    void a_connection_that_could_never_be_used_changes_nothing() {
        pauses(6);
        longest.ended();
        assertThat(longest.nextMillis()).isEqualTo(128);
    }
}
