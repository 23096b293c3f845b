package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What is read is never older than what its node owes, whatever happens meanwhile. */
class HistoryFaultIT {

    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void nothing_stale_is_read_while_all_goes_well() {
        try (RedisServer server = RedisSpec.disposable().start();
                History history = new History(server.uri(), seed, Mix.usual(), History.HEARTBEAT)) {
            Verdict verdict = history.run(100_000, Duration.ofSeconds(10));
            System.out.println(verdict);
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
            assertThat(verdict.owed()).isPositive();
        }
    }

    @Test
    void nothing_stale_is_read_while_one_server_suffers_all_it_can() {
        try (RedisServer server = RedisSpec.disposable().start();
                History history = new History(server.uri(), seed, Mix.usual(), History.HEARTBEAT)) {
            history.disturbedBy((of, random) -> new ServerTroubles(server, of, random));
            Verdict verdict = history.run(10_000_000, Duration.ofSeconds(20));
            System.out.println(verdict);
            assertThat(verdict.violations()).as("seed " + seed).isEmpty();
            assertThat(verdict.owed()).isPositive();
        }
    }
}
