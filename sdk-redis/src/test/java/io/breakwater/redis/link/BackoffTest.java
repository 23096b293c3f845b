package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void the_first_attempt_is_made_at_once_and_the_later_ones_after_doubling_pauses() {
        Backoff longest = new Backoff(() -> 1.0);
        assertThat(IntStream.range(0, 11).mapToLong(longest::millis))
                .containsExactly(0L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 500L, 500L, 500L);
        assertThat(longest.millis(Integer.MAX_VALUE)).isEqualTo(500);
    }

    @Test
    void a_pause_is_spread_over_its_second_half() {
        assertThat(new Backoff(() -> 0.0).millis(8)).isEqualTo(250);
        assertThat(new Backoff(() -> 0.5).millis(8)).isEqualTo(375);
    }
}
