package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogPaceTest {

    @Test
    void one_line_per_period() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        LogPace pace = new LogPace(Duration.ofNanos(10), nanos::get);
        assertThat(pace.allows()).isTrue();
        assertThat(pace.allows()).isFalse();
        nanos.addAndGet(9);
        assertThat(pace.allows()).isFalse();
        nanos.addAndGet(1);
        assertThat(pace.allows()).isTrue();
        assertThat(pace.allows()).isFalse();
    }
}
