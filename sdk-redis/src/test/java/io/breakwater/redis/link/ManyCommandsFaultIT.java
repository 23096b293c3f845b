package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fault costs a caller who asks for much at once. The keys are of all masters of a Cluster; the fault is one server's. */
class ManyCommandsFaultIT {

    private static final Map<Deployment.Kind, Deployment> DEPLOYMENTS = new EnumMap<>(Deployment.Kind.class);
    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final List<String> KEYS =
            IntStream.range(0, 100).mapToObj(i -> "many:" + i).toList();
    private static final List<ScriptCall> CALLS = KEYS.stream()
            .map(key -> new ScriptCall(List.of(bytes(key)), List.of(bytes("1"))))
            .toList();
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** Far from the 30 s that a timeout for each key would take. */
    private static final Duration MUCH_LESS_THAN_ONE_FOR_EACH = TIMEOUT.multipliedBy(10);

    private Deployment deployment;

    @AfterEach
    void restore() {
        deployment.restore();
    }

    @AfterAll
    static void close() {
        DEPLOYMENTS.values().forEach(Deployment::close);
        DEPLOYMENTS.clear();
    }

    private RedisLink open(Deployment.Kind kind) {
        deployment = DEPLOYMENTS.computeIfAbsent(kind, Deployment.Kind::start);
        RedisLink link = RedisLink.open(deployment.uri(), TIMEOUT);
        Awaiting.until("connected", link::isConnected);
        for (String key : KEYS) {
            Awaiting.success(() -> link.delete(bytes(key)));
        }
        Awaiting.success(() -> executed(link));
        return link;
    }

    /** One failed outcome fails all, for it to be tried again. */
    private static List<Outcome<List<Object>>> executed(RedisLink link) {
        List<Outcome<List<Object>>> outcomes = link.runAll(APPEND, CALLS);
        outcomes.forEach(Outcome::orThrow);
        return outcomes;
    }

    @ParameterizedTest
    @EnumSource
    void a_paused_server_costs_one_timeout_for_all_its_keys_and_others_nothing(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            RedisServer paused = deployment.server();
            List<Boolean> there = areAt(paused);
            paused.pause();
            try {
                List<? extends Outcome<?>> outcomes = inTime(() -> link.getAll(bytes(KEYS)));
                assertOutcomes(outcomes, there, ManyCommandsFaultIT::isTimeout);
                assertThat(link.stats().timeouts()).isEqualTo(count(there));
                List<? extends Outcome<?>> next = inTime(() -> link.getAll(bytes(KEYS)));
                assertOutcomes(next, there, ManyCommandsFaultIT::isRefusal);
                assertThat(link.stats().timeouts()).isEqualTo(count(there));
            } finally {
                paused.resume();
            }
            Awaiting.until("again", () -> link.getAll(bytes(KEYS)).stream().allMatch(o -> o.failure() == null));
        }
    }

    @ParameterizedTest
    @EnumSource
    void scripts_that_a_paused_server_missed_are_executed_once_or_never(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            RedisServer paused = deployment.server();
            List<Boolean> there = areAt(paused);
            List<Long> before = counts(Awaiting.success(() -> executed(link)));
            paused.pause();
            try {
                assertOutcomes(inTime(() -> link.runAll(APPEND, CALLS)), there, ManyCommandsFaultIT::isTimeout);
            } finally {
                paused.resume();
            }
            Awaiting.until(
                    "accepted again", () -> link.getAll(bytes(KEYS)).stream().allMatch(o -> o.failure() == null));
            List<Long> after = values(link);
            for (int i = 0; i < KEYS.size(); i++) {
                long missed = after.get(i) - before.get(i);
                assertThat(missed).as(KEYS.get(i)).isBetween(there.get(i) ? 0L : 1L, 1L);
            }
            assertThat(values(link)).as("nothing happens later").isEqualTo(after);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_dead_server_fails_its_keys_alone(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            RedisServer killed = deployment.server();
            List<Boolean> there = areAt(killed);
            killed.kill();
            try {
                List<? extends Outcome<?>> outcomes = inTime(() -> link.getAll(bytes(KEYS)));
                assertOutcomes(outcomes, there, RedisUnavailableException.class::isInstance);
            } finally {
                killed.start();
            }
            Awaiting.until("again", () -> link.getAll(bytes(KEYS)).stream().allMatch(o -> o.failure() == null));
        }
    }

    private static <T> T inTime(Supplier<T> asked) {
        long start = System.nanoTime();
        T outcomes = asked.get();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(MUCH_LESS_THAN_ONE_FOR_EACH);
        return outcomes;
    }

    private static void assertOutcomes(
            List<? extends Outcome<?>> outcomes, List<Boolean> fails, Predicate<RedisException> how) {
        assertThat(outcomes).hasSameSizeAs(KEYS);
        for (int i = 0; i < outcomes.size(); i++) {
            RedisException failure = outcomes.get(i).failure();
            assertThat(fails.get(i) ? how.test(failure) : failure == null)
                    .as(KEYS.get(i) + ": " + failure)
                    .isTrue();
        }
    }

    private static boolean isTimeout(RedisException failure) {
        return failure instanceof RedisTimeoutException;
    }

    private static boolean isRefusal(RedisException failure) {
        return failure instanceof RedisUnavailableException refusal && !refusal.maybeExecuted();
    }

    /** For each key, whether the server has it: some of them in a Cluster. */
    private List<Boolean> areAt(RedisServer server) {
        if (deployment instanceof Deployment.Cluster cluster) {
            List<Boolean> there = KEYS.stream()
                    .map(key -> cluster.cluster().masterOf(key).equals(server))
                    .toList();
            assertThat(there).contains(true, false);
            return there;
        }
        return KEYS.stream().map(key -> true).toList();
    }

    private static long count(List<Boolean> there) {
        return there.stream().filter(is -> is).count();
    }

    private static List<Long> counts(List<Outcome<List<Object>>> outcomes) {
        return outcomes.stream()
                .map(outcome -> (Long) outcome.orThrow().value().get(0))
                .toList();
    }

    private static List<Long> values(RedisLink link) {
        return link.getAll(bytes(KEYS)).stream()
                .map(outcome -> Long.valueOf(new String(outcome.orThrow().value(), UTF_8)))
                .toList();
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(ManyCommandsFaultIT::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
