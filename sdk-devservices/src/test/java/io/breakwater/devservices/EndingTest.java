package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingTest {

    private final List<String> ended = new ArrayList<>();

    @Test
    void each_server_is_ended_whatever_happens_to_the_others() {
        assertThatThrownBy(() -> Ending.each(List.of("bad1", "good", "bad2"), this::end))
                .hasMessage("bad1")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("bad2"));
        assertThat(ended).isEqualTo(List.of("bad1", "good", "bad2"));
    }

    @Test
    void a_start_that_fails_ends_what_had_started_and_stays_the_reason() {
        assertThatThrownBy(() -> Ending.ifFails(() -> fail("no start"), () -> end("bad")))
                .hasMessage("no start")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(ended).isEqualTo(List.of("bad"));
    }

    @Test
    void a_start_that_succeeds_ends_nothing() {
        Ending.ifFails(() -> {}, () -> end("good"));
        assertThat(ended).isEmpty();
    }

    private void end(String server) {
        ended.add(server);
        if (server.startsWith("bad")) {
            fail(server);
        }
    }

    private static void fail(String message) {
        throw new DevServicesException(message);
    }
}
