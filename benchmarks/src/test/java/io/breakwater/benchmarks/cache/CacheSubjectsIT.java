package io.breakwater.benchmarks.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.breakwater.benchmarks.Contender;
import io.breakwater.benchmarks.Load;
import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Role;
import io.breakwater.benchmarks.Series;
import io.breakwater.benchmarks.Subject;
import io.breakwater.benchmarks.redis.RedisCounters;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That each subject measures what it says, in windows too short to say anything about speed. */
class CacheSubjectsIT {

    private static final Plan TINY = new Plan(1, Duration.ofMillis(50));

    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisSpec.disposable().start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Test
    void a_shared_hit_is_one_command_or_a_part_of_a_merged_one() throws Exception {
        List<Contender> contenders = CacheArea.sharedHits(server.uri());
        List<Series> series = measure(contenders, List.of(1, 3));
        assertThat(series).hasSize(2 * contenders.size()).allSatisfy(one -> {
            Map<String, Double> commands = one.commands();
            switch (one.entrant().name()) {
                case "sdk-cache", "GET by sdk-redis, no cache" -> {
                    assertThat(commands.keySet()).isSubsetOf("get", "mget");
                    assertThat(sum(commands)).isLessThanOrEqualTo(1.0);
                }
                case "lettuce SET NX GET, key there" -> assertThat(commands).isEqualTo(Map.of("set", 1.0));
                default -> assertThat(commands.get("get")).isEqualTo(1.0);
            }
            assertThat(one.bytesPerOp()).isBetween(1_030.0, 1_300.0);
        });
    }

    @Test
    void reading_a_hundred_is_one_command() throws Exception {
        List<Series> series = measure(CacheArea.manyAtOnce(server.uri()), List.of(1));
        assertThat(series).allSatisfy(one -> {
            boolean isRaw =
                    Set.of(Role.RAW, Role.RAW_AGAIN).contains(one.entrant().role());
            assertThat(one.commands().get(isRaw ? "get" : "mget")).isCloseTo(1.0, within(0.01));
        });
    }

    @Test
    void a_miss_ends_the_run() {
        Stream.of(CacheArea.sharedHits(server.uri()), CacheArea.manyAtOnce(server.uri()))
                .flatMap(List::stream)
                .forEach(this::missEndsTheRun);
    }

    private void missEndsTheRun(Contender contender) {
        try (Subject subject = contender.opening().get()) {
            Operation operation = subject.operation(7);
            operation.run();
            BareRedis.empty(server.uri());
            assertThatIllegalStateException()
                    .as(contender.entrant().name())
                    .isThrownBy(operation::run)
                    .withMessageStartingWith("There was no value of number ");
        } catch (Exception e) {
            throw new AssertionError(contender.entrant().name(), e);
        }
    }

    @Test
    void another_value_than_that_of_the_number_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Values.require(3, Values.all().get(Values.key(4))))
                .withMessage("Not the value of number 3, but 1024 bytes that begin with 4");
        assertThatIllegalStateException()
                .isThrownBy(() -> Values.require(3, new byte[0]))
                .withMessage("Not the value of number 3, but 0 bytes that begin with nothing");
    }

    @Test
    void a_near_hit_comes_from_this_jvm_where_redis_is_behind() {
        JetCacheTwoTierNearHit jetCache = new JetCacheTwoTierNearHit(server.uri());
        RedissonNearHit redisson = new RedissonNearHit(server.uri());
        try (RedisCounters counters = RedisCounters.of(server.uri())) {
            Map<String, Long> before = counters.read().commands();
            NearEntries.putInto((key, value) -> {
                assertThat(jetCache.get(key)).isEqualTo(value);
                assertThat(redisson.get(key)).isEqualTo(value);
            });
            assertThat(counters.read().commands()).isEqualTo(before);
            assertThatIllegalStateException().isThrownBy(() -> jetCache.get(-1L));
            assertThatIllegalStateException().isThrownBy(() -> redisson.get(-1L));
        } finally {
            jetCache.close();
            redisson.close();
        }
    }

    @Test
    void no_thread_is_left_that_keeps_the_jvm() {
        Set<Thread> before = new HashSet<>(lasting());
        Stream.of(CacheArea.sharedHits(server.uri()), CacheArea.manyAtOnce(server.uri()))
                .flatMap(List::stream)
                .forEach(contender -> contender.opening().get().close());
        new JetCacheTwoTierNearHit(server.uri()).close();
        new RedissonNearHit(server.uri()).close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!before.containsAll(lasting()) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(before).containsAll(lasting());
    }

    private static Set<Thread> lasting() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }

    private static List<Series> measure(List<Contender> contenders, List<Integer> threads) throws Exception {
        try (RedisCounters counters = RedisCounters.of(server.uri())) {
            return new Load(TINY, counters).run("case", contenders, threads);
        }
    }

    private static double sum(Map<String, Double> commands) {
        return commands.values().stream().mapToDouble(calls -> calls).sum();
    }
}
