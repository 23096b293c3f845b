package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AbandonedTest {

    private final Abandoned abandoned = new Abandoned();

    @Test
    void numbers_of_another_server_process_are_left_alone() {
        abandoned.add(new Identity("run-1", 7));
        assertThat(abandoned.on(new Identity("run-2", 8))).isEmpty();
        assertThat(abandoned.on(new Identity("run-1", 8))).containsExactly(new Identity("run-1", 7));
    }

    @Test
    void what_is_not_known_is_not_kept() {
        abandoned.add(Identity.of("", 7));
        abandoned.add(Identity.of("run-1", 0));
        assertThat(abandoned.on(Identity.UNKNOWN)).isEmpty();
    }

    @Test
    void what_was_ended_is_forgotten_and_the_rest_is_bounded() {
        LongStream.rangeClosed(1, 2_000).forEach(id -> abandoned.add(new Identity("run-1", id)));
        Identity here = new Identity("run-1", 2_001);
        assertThat(abandoned.on(here)).hasSize(1_000).contains(new Identity("run-1", 2_000));
        abandoned.remove(abandoned.on(here));
        assertThat(abandoned.on(here)).isEmpty();
    }
}
