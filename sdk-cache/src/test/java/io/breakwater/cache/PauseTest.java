package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PauseTest {

    private final Pause pause = new Pause(Duration.ofMillis(100), Duration.ofSeconds(3));

    @Test
    void each_failure_more_doubles_it_up_to_the_longest() {
        assertThat(IntStream.rangeClosed(1, 8)
                        .mapToLong(failures -> pause.after(failures).toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 3_000L, 3_000L, 3_000L);
    }

    @Test
    void it_does_not_overflow() {
        assertThat(pause.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(3));
        assertThat(new Pause(Duration.ofDays(1), Duration.ofDays(365)).after(1_000))
                .isEqualTo(Duration.ofDays(365));
    }
}
