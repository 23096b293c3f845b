package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LooksTest {

    private static final Duration DISTANCE = Duration.ofNanos(Looks.DISTANCE_NANOS);

    private final MovableClock clock = new MovableClock();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger begun = new AtomicInteger();
    private final Looks looks =
            new Looks(new LinkContext(Duration.ofSeconds(1), timer, clock, () -> 0.0), begun::incrementAndGet);

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @Test
    void the_first_is_at_once_and_the_next_one_too_if_the_last_is_long_over() {
        looks.want();
        assertThat(begun).hasValue(1);
        looks.ended();
        clock.pass(DISTANCE);
        looks.want();
        assertThat(begun).hasValue(2);
    }

    @Test
    void what_is_asked_for_while_one_is_under_way_comes_once_after_it() {
        looks.want();
        looks.want();
        looks.want();
        clock.pass(DISTANCE);
        assertThat(begun).hasValue(1);
        looks.ended();
        assertThat(begun).hasValue(2);
        looks.ended();
        assertThat(begun).hasValue(2);
    }

    /** The clock stands still, so that only what was put on the timer can say so. */
    @Test
    void the_next_one_waits_for_its_distance() {
        looks.want();
        looks.ended();
        looks.want();
        looks.want();
        assertThat(begun).hasValue(1);
        assertThat(timer.getQueue()).hasSize(1);
        clock.pass(DISTANCE);
        Awaiting.until("the next one", () -> begun.get() == 2);
    }

    @Test
    void how_old_the_last_one_is() {
        assertThat(looks.ageNanos()).isEqualTo(Long.MAX_VALUE);
        looks.want();
        clock.pass(Duration.ofSeconds(3));
        assertThat(looks.ageNanos()).isEqualTo(Duration.ofSeconds(3).toNanos());
    }
}
