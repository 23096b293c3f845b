package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoarseClockTest {

    @BeforeEach
    void use() {
        assumeThat(threads()).as("another cache of this JVM was not closed").isZero();
        CoarseClock.use();
    }

    @AfterEach
    void release() {
        CoarseClock.release();
        Node.await(() -> threads() == 0);
    }

    @Test
    void it_is_right_when_it_begins_to_be_used_and_goes_on() {
        long begun = CoarseClock.nanos();
        assertThat(System.nanoTime() - begun)
                .isBetween(0L, Duration.ofSeconds(10).toNanos());
        Node.await(() -> CoarseClock.nanos() - begun > Duration.ofMillis(50).toNanos());
    }

    @Test
    void it_is_never_ahead() {
        long last = CoarseClock.nanos();
        for (int i = 0; i < 100_000; i++) {
            long coarse = CoarseClock.nanos();
            assertThat(System.nanoTime() - coarse >= 0 && coarse - last >= 0).isTrue();
            last = coarse;
        }
    }

    @Test
    void its_thread_ends_when_nobody_uses_it() {
        CoarseClock.use();
        CoarseClock.release();
        assertThat(threads()).as("somebody still does").isEqualTo(1);
        CoarseClock.release();
        Node.await(() -> threads() == 0);
        CoarseClock.use();
        assertThat(threads()).isEqualTo(1);
    }

    @Test
    void caches_that_come_and_go_leave_one_thread() {
        for (int i = 0; i < 20; i++) {
            CoarseClock.release();
            CoarseClock.use();
        }
        Node.await(() -> threads() == 1);
    }

    @Test
    void a_cache_that_could_not_be_built_does_not_keep_it() {
        CacheBuilder<String, String> builder =
                Cache.<String, String>builder("none").near(10).expiry(Duration.ofMinutes(1), 0);
        assertThatNullPointerException().isThrownBy(() -> builder.readThrough((key, context) -> key, null));
        assertThatNullPointerException().isThrownBy(() -> builder.writeThrough(key -> key, null));
        assertThatNullPointerException().isThrownBy(() -> builder.readThrough((ContextLoader<String, String>) null));
        CoarseClock.release();
        Node.await(() -> threads() == 0);
        CoarseClock.use();
    }

    @Test
    void a_cache_that_is_closed_twice_leaves_it_to_the_others() {
        CacheAside<String, String> twice = Cache.<String, String>builder("twice")
                .near(10)
                .expiry(Duration.ofMinutes(1), 0)
                .cacheAside();
        twice.close();
        twice.close();
        assertThat(threads()).isEqualTo(1);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("breakwater-cache-clock"))
                .count();
    }
}
