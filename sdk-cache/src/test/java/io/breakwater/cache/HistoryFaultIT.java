package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is read is never older than what its node owes, whatever happens meanwhile. */
class HistoryFaultIT {

    private static final long FOR_EVER = Long.MAX_VALUE;

    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void nothing_stale_is_read_while_all_goes_well() {
        Verdict verdict = on(Weather.CALM, Mix.usual(), 100_000, Duration.ofSeconds(15));
        assertThat(verdict.owed()).isPositive();
    }

    @Test
    void nothing_stale_is_read_while_one_server_suffers_all_it_can() {
        Verdict verdict = on(Weather.STORM, Mix.usual(), FOR_EVER, Duration.ofSeconds(10));
        assertThat(verdict.owed()).isPositive();
        assertThat(verdict.operations()).isGreaterThan(100_000);
        assertThat(verdict.troubles()).isGreaterThan(10);
    }

    @Test
    @DisplayName("cache B7: values end and are loaded again, by one of all nodes and threads at a time")
    void values_end_and_are_loaded_by_one_at_a_time() {
        Verdict verdict = on(Weather.CALM, Mix.onlyReads(), FOR_EVER, Duration.ofSeconds(4));
        assertThat(verdict.loads()).isGreaterThan(500);
        assertThat(verdict.overlaps()).as("seed " + seed).isZero();
    }

    private Verdict on(Weather weather, Mix mix, long operations, Duration atMost) {
        try (RedisServer server = RedisSpec.disposable().start()) {
            Verdict verdict = History.on(server, weather, mix, seed, operations, atMost);
            System.out.println(verdict);
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
            return verdict;
        }
    }
}
