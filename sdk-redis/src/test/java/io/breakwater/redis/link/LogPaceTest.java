package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogPaceTest {

    @Test
    void one_line_in_ten_seconds_passes() {
        MovableClock clock = new MovableClock();
        LogPace pace = new LogPace(clock);
        assertThat(pace.allows()).isTrue();
        assertThat(pace.allows()).isFalse();
        clock.pass(Duration.ofMillis(9_999));
        assertThat(pace.allows()).isFalse();
        clock.pass(Duration.ofMillis(1));
        assertThat(pace.allows()).isTrue();
        assertThat(pace.allows()).isFalse();
    }
}
