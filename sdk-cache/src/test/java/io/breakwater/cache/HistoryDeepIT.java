package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Long histories. */
class HistoryDeepIT {

    private final long seed =
            Long.getLong("history.seed", ThreadLocalRandom.current().nextLong());

    @Test
    void nothing_stale_is_read_in_a_long_history_of_troubles() {
        runs(Mix.usual(), Duration.ofSeconds(110));
    }

    @Test
    void nothing_stale_is_read_while_much_changes() {
        runs(Mix.busy(), Duration.ofSeconds(40));
    }

    private void runs(Mix mix, Duration atMost) {
        try (RedisServer server = RedisSpec.disposable().start()) {
            Verdict verdict = History.on(server, Weather.STORM, mix, seed, Long.MAX_VALUE, atMost);
            System.out.println(verdict);
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
        }
    }
}
