package io.breakwater.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.benchmarks.Contender;
import io.breakwater.benchmarks.Entrant;
import io.breakwater.benchmarks.Load;
import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Role;
import io.breakwater.benchmarks.Series;
import io.breakwater.benchmarks.ServerUse;
import io.breakwater.benchmarks.Subject;
import io.breakwater.devservices.DevServices;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The closed loop and the counters on a real Redis, in windows too short to say anything about speed. */
class LoadIT {

    private static final Plan TINY = new Plan(2, Duration.ofMillis(50));

    /** {@code *2 $3 GET $11 bench:value} and {@code $1024 …}, each part with its line end. */
    private static final double BYTES_OF_A_GET = 31 + 7 + 1024 + 2;

    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static String uri;

    @BeforeAll
    static void connect() {
        uri = DevServices.redis().uri();
        client = RedisClient.create(uri);
        connection = client.connect();
        RedisArea.fill(uri);
    }

    @AfterAll
    static void disconnect() {
        client.shutdown();
    }

    @Test
    void each_operation_of_each_subject_is_one_get_exactly_or_a_part_of_a_merged_one() throws Exception {
        try (RedisCounters counters = RedisCounters.of(uri)) {
            List<Contender> contenders = RedisArea.contenders(uri);
            List<Series> series = new Load(TINY, counters).run("GET", contenders, List.of(1, 3));
            assertThat(series).hasSize(2 * contenders.size()).allSatisfy(one -> {
                if (one.entrant().role() == Role.OURS && one.threads() > 1) {
                    assertThat(one.commands().keySet()).isSubsetOf("get", "mget");
                    assertThat(one.commands().values().stream()
                                    .mapToDouble(calls -> calls)
                                    .sum())
                            .isLessThanOrEqualTo(1.0);
                } else {
                    assertThat(one.commands()).isEqualTo(Map.of("get", 1.0));
                }
                assertThat(one.bytesPerOp()).isCloseTo(BYTES_OF_A_GET, within(20.0));
                assertThat(one.serverCpuMicrosPerOp()).isPositive();
                assertThat(one.rounds()).hasSize(2);
            });
        }
    }

    @Test
    void what_an_operation_does_besides_is_counted_too() throws Exception {
        try (RedisCounters counters = RedisCounters.of(uri)) {
            List<Contender> twice = Stream.of(Entrant.raw("x"), Entrant.rawAgain())
                    .map(entrant -> new Contender(entrant, InfoTwiceAndGet::new))
                    .toList();
            List<Series> series = new Load(TINY, counters).run("twice", twice, List.of(2));
            assertThat(series).allSatisfy(one -> assertThat(one.commands()).isEqualTo(Map.of("get", 1.0, "info", 2.0)));
        }
    }

    @Test
    void reading_the_counters_leaves_no_trace_in_them() {
        try (RedisCounters counters = RedisCounters.of(uri)) {
            ServerUse first = counters.read();
            counters.read();
            counters.read();
            ServerUse use = counters.read();
            assertThat(use.commands()).isEqualTo(first.commands());
            assertThat(use.bytes() - first.bytes()).isBetween(-30L, 30L);
        }
    }

    @Test
    void a_wrong_answer_ends_the_run() {
        try (RedisCounters counters = RedisCounters.of(uri)) {
            connection.sync().set("bench:value", "short");
            assertThatIllegalStateException()
                    .isThrownBy(() -> new Load(TINY, counters).run("GET", RedisArea.contenders(uri), List.of(1)))
                    .withMessage("A value of 5 bytes came back, not of 1024");
        } finally {
            RedisArea.fill(uri);
        }
    }

    @Test
    void the_servers_version_is_its_own_word() {
        try (RedisCounters counters = RedisCounters.of(uri)) {
            assertThat(counters.version()).matches("(Valkey )?[0-9]+\\.[0-9]+\\.[0-9]+");
        }
    }

    /** A subject that uses the very command by which the counters are read. */
    private static final class InfoTwiceAndGet implements Subject {

        @Override
        public Operation operation(int thread) {
            RedisCommands<String, String> commands = connection.sync();
            return () -> {
                commands.info("server");
                commands.get("bench:value");
                commands.info("server");
            };
        }

        @Override
        public void close() {}
    }
}
