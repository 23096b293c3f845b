package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LlmLogTest {

    private final LlmLog log = new LlmLog("arrived");

    private void add(long number, String body) {
        log.add(new LlmRequest(number, 1, Duration.ZERO, "POST", "/", Map.of(), body));
    }

    @Test
    void the_latest_ten_thousand_stay_and_all_are_counted() {
        for (int i = 1; i <= 10_002; i++) {
            add(i, "");
        }
        assertThat(log.latest()).hasSize(10_000).last().hasFieldOrPropertyWithValue("number", 10_002L);
        assertThat(log.await(10_002, Duration.ZERO).get(0).number()).isEqualTo(3);
    }

    @Test
    void large_bodies_make_it_shorter() {
        String large = "x".repeat(40 << 20);
        add(1, large);
        add(2, "");
        assertThat(log.latest()).hasSize(2);
        add(3, large);
        assertThat(log.latest()).extracting(LlmRequest::number).containsExactly(2L, 3L);
    }

    @Test
    void an_interrupt_ends_the_wait_and_stays_set() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> log.await(1, Duration.ofMinutes(1)))
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Interrupted while waiting for requests");
        assertThat(Thread.interrupted()).isTrue();
    }
}
