package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private final MovableClock clock = new MovableClock();
    private final Breaker breaker = new Breaker(clock);

    @Test
    void the_first_miss_holds_nothing_back_beyond_the_probe() {
        breaker.closed();
        clock.pass(Duration.ofSeconds(11));
        breaker.opened();
        assertThat(breaker.heldNanos()).isZero();
    }

    @Test
    void each_relapse_is_held_back_twice_as_long_up_to_a_bound() {
        List<Long> holds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            breaker.opened();
            holds.add(Duration.ofNanos(breaker.heldNanos()).toMillis());
            clock.pass(Duration.ofNanos(breaker.heldNanos()));
            assertThat(breaker.heldNanos()).isZero();
            breaker.closed();
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(holds).containsExactly(0L, 100L, 200L, 400L, 800L, 1_600L, 1_600L, 1_600L);
    }

    @Test
    void ten_quiet_seconds_make_a_server_trusted_again() {
        breaker.opened();
        breaker.closed();
        breaker.opened();
        assertThat(breaker.heldNanos()).isPositive();
        breaker.closed();
        clock.pass(Duration.ofNanos(Breaker.SETTLED_NANOS));
        breaker.opened();
        assertThat(breaker.heldNanos()).isZero();
    }
}
