package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BandwidthTest {

    private static final long SECOND = 1_000_000_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100, 999, 65_536, 12_345_678, 1_000_000_000_000L})
    void in_ten_seconds_ten_seconds_worth_passes(long rate) {
        Bandwidth bandwidth = Bandwidth.of(rate, -SECOND);
        long now = -SECOND;
        long passed = 0;
        while (now < 9 * SECOND) {
            int count = bandwidth.limit(1 << 20);
            passed += count;
            bandwidth.passed(count, now);
            now += bandwidth.untilFree(now);
        }
        assertThat(passed).isBetween(rate * 10 - rate / 100 - 1, rate * 10 + rate / 50 + 1);
    }

    @Test
    void idle_time_is_not_saved_up() {
        Bandwidth bandwidth = Bandwidth.of(1_000, 0);
        long now = 100 * SECOND;
        bandwidth.passed(10, now);
        bandwidth.passed(10, now);
        assertThat(bandwidth.untilFree(now)).isEqualTo(SECOND / 100);
    }

    @Test
    void without_a_limit_nothing_waits() {
        Bandwidth bandwidth = Bandwidth.unlimited();
        bandwidth.passed(1 << 30, 5);
        assertThat(bandwidth.limit(1 << 30)).isEqualTo(1 << 30);
        assertThat(bandwidth.untilFree(-5)).isZero();
    }
}
