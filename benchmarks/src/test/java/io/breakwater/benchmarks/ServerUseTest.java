package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerUseTest {

    private static final ServerUse EARLIER = new ServerUse(Map.of("get", 5L, "set", 1L), 10, 100);
    private static final ServerUse LATER = new ServerUse(Map.of("get", 9L, "set", 1L, "del", 2L), 25, 400);

    @Test
    void what_came_since_leaves_out_what_was_not_used() {
        assertThat(LATER.since(EARLIER)).isEqualTo(new ServerUse(Map.of("get", 4L, "del", 2L), 15, 300));
    }

    @Test
    void windows_add_up() {
        ServerUse window = LATER.since(EARLIER);
        assertThat(ServerUse.NONE.plus(window).plus(window))
                .isEqualTo(new ServerUse(Map.of("get", 8L, "del", 4L), 30, 600));
        assertThat(window.commandsPer(4)).isEqualTo(Map.of("get", 1.0, "del", 0.5));
    }
}
