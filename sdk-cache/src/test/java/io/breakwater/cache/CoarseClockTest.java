package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    private final CoarseClock clock = new CoarseClock();

    @BeforeEach
    void use() {
        clock.use();
    }

    @AfterEach
    void release() {
        clock.release();
        assertThat(clock.ticking()).isNull();
    }

    @Test
    void it_is_right_when_it_begins_to_be_used_and_goes_on() {
        long begun = clock.nanos();
        assertThat(System.nanoTime() - begun)
                .isBetween(0L, Duration.ofSeconds(10).toNanos());
        Node.await(() -> clock.nanos() - begun > Duration.ofMillis(50).toNanos());
    }

    @Test
    void it_is_never_ahead() {
        long last = clock.nanos();
        for (int i = 0; i < 100_000; i++) {
            long coarse = clock.nanos();
            assertThat(System.nanoTime() - coarse >= 0 && coarse - last >= 0).isTrue();
            last = coarse;
        }
    }

    @Test
    void its_thread_ends_when_nobody_uses_it() throws Exception {
        Thread ticking = clock.ticking();
        clock.use();
        clock.release();
        assertThat(clock.ticking()).as("somebody still does").isSameAs(ticking);
        clock.release();
        ticking.join(20_000);
        assertThat(ticking.isAlive()).isFalse();
        clock.use();
        assertThat(clock.ticking()).isNotSameAs(ticking).isNotNull();
    }

    @Test
    void users_that_come_and_go_leave_one_thread() throws Exception {
        for (int i = 0; i < 20; i++) {
            Thread ticking = clock.ticking();
            clock.release();
            clock.use();
            ticking.join(20_000);
            assertThat(ticking.isAlive()).isFalse();
        }
    }
}
