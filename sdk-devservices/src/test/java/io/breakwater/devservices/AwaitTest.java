package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Queue<Boolean> looks = new ArrayDeque<>(List.of(false, false, true));

    @AfterEach
    void forgetTheInterruption() {
        Thread.interrupted();
    }

    @Test
    void it_looks_until_the_condition_holds() {
        assertThat(Await.within(LONG, "goal", looks::remove)).isTrue();
        assertThat(looks).isEmpty();
    }

    @Test
    void it_looks_once_where_there_is_no_time() {
        assertThat(Await.within(Duration.ZERO, "goal", () -> true)).isTrue();
        assertThat(Await.within(Duration.ZERO, "goal", () -> false)).isFalse();
        assertThat(Await.withinUninterrupted(Duration.ZERO, () -> false)).isFalse();
    }

    @Test
    void an_interrupted_wait_ends_and_says_what_it_was_for() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Await.within(LONG, "goal", () -> false))
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Interrupted while waiting: goal");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void an_end_is_waited_for_in_spite_of_interruption_which_is_not_forgotten() {
        Thread.currentThread().interrupt();
        assertThat(Await.withinUninterrupted(LONG, looks::remove)).isTrue();
        assertThat(looks).isEmpty();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void a_state_that_is_not_reached_is_described_as_it_was_seen_last() {
        assertThatThrownBy(() -> Await.until("linked replicas", Duration.ZERO, () -> "redis3"))
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Not within 0 s: linked replicas; missing: redis3");
        assertThatThrownBy(() -> Await.until("linked replicas", Duration.ZERO, () -> {
                    throw new IOException("refused");
                }))
                .hasMessageEndingWith("missing: an answer (refused)");
    }
}
