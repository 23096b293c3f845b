package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many GETs and many runs of a script, of one caller. */
class ManyCommandsIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final byte[] ONE = bytes("1");

    private Deployment deployment;
    private RedisLink link;

    @AfterEach
    void close() {
        link.close();
    }

    private void open(Deployment.Kind kind) {
        deployment = kind.shared();
        open(deployment.uri());
    }

    private void open(String uri) {
        link = RedisLink.open(uri, PATIENT);
        Awaiting.until("connected", link::isConnected);
    }

    private ServerStats reset() {
        return new ServerStats(deployment.everyone()).reset();
    }

    @ParameterizedTest
    @EnumSource
    void a_hundred_gets_are_one_mget_and_the_values_come_in_the_order_of_the_keys(Deployment.Kind kind) {
        open(kind);
        List<String> keys = keys(100, "{m}hundred:");
        List<String> present = keys.stream().filter(key -> !key.endsWith("7")).toList();
        present.forEach(key -> link.set(bytes(key), bytes("value of " + key), TTL));
        ServerStats servers = reset();
        List<@Nullable String> values = values(keys);
        for (int i = 0; i < 100; i++) {
            assertThat(values.get(i)).isEqualTo(i % 10 == 7 ? null : "value of " + keys.get(i));
        }
        assertThat(servers.calls("mget")).isEqualTo(1);
        assertThat(servers.calls("get")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void gets_of_several_slots_are_one_mget_for_each(Deployment.Kind kind) {
        open(kind);
        List<String> keys = IntStream.range(0, 60)
                .mapToObj(i -> "{m" + i % 12 + "}several:" + i)
                .toList();
        keys.forEach(key -> link.set(bytes(key), bytes("value of " + key), TTL));
        ServerStats servers = reset();
        assertThat(values(keys))
                .containsExactlyElementsOf(
                        keys.stream().map(key -> "value of " + key).toList());
        assertThat(servers.calls("mget")).isEqualTo(link.isCluster() ? 12 : 1);
        assertThat(servers.calls("get")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void more_than_one_mget_may_hold_are_several(Deployment.Kind kind) {
        open(kind);
        List<String> keys = keys(300, "{m}more:");
        keys.forEach(key -> link.set(bytes(key), bytes(key), TTL));
        assertThat(values(keys)).containsExactlyElementsOf(keys);
    }

    @ParameterizedTest
    @EnumSource
    void a_key_twice_has_its_value_twice_and_one_of_another_type_has_none(Deployment.Kind kind) {
        open(kind);
        Plain.ask(deployment.server(), redis -> redis.del("{fault}list"));
        Plain.ask(deployment.server(), redis -> redis.rpush("{fault}list", "element"));
        link.set(bytes("{fault}text"), bytes("text"), TTL);
        assertThat(values(List.of("{fault}text", "{fault}list", "{fault}text"))).containsExactly("text", null, "text");
    }

    @ParameterizedTest
    @EnumSource
    void nothing_to_ask_for_is_nothing_sent(Deployment.Kind kind) {
        open(kind);
        long commands = link.stats().commands();
        ServerStats servers = reset();
        assertThat(link.getAll(List.of())).isEmpty();
        assertThat(link.runAll(APPEND, List.of())).isEmpty();
        assertThat(link.stats().commands()).isEqualTo(commands);
        assertThat(servers.calls("get") + servers.calls("mget") + servers.calls("evalsha"))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_forbidden_fails_alone(Deployment.Kind kind) {
        deployment = kind.shared();
        List<String> rules = List.of("+ping", "+role", "+cluster|nodes", "%R~{m}allowed:*", "+get", "+mget");
        try (AclUser user = AclUser.of(deployment, rules)) {
            open(user.uri());
            List<String> keys = keys(10, "{m}allowed:");
            keys.add(5, "{m}forbidden");
            List<Outcome<byte[]>> outcomes = new ArrayList<>(link.getAll(bytes(keys)));
            Outcome<byte[]> forbidden = outcomes.remove(5);
            assertThat(forbidden.reply()).isNull();
            assertThatThrownBy(forbidden::orThrow)
                    .isSameAs(forbidden.failure())
                    .isInstanceOfSatisfying(
                            RedisException.class, e -> assertThat(e.code()).contains("NOPERM"));
            assertThat(outcomes).allSatisfy(outcome -> {
                assertThat(outcome.failure()).isNull();
                assertThat(outcome.orThrow().value()).isNull();
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_hundred_runs_of_a_script_reply_each_for_its_own_keys_and_arguments(Deployment.Kind kind) {
        open(kind);
        List<String> keys = keys(100, "run:");
        keys.forEach(key -> link.delete(bytes(key)));
        counts(keys);
        ServerStats servers = reset();
        List<ScriptCall> calls = IntStream.range(0, 100)
                .mapToObj(i -> new ScriptCall(List.of(bytes(keys.get(i))), List.of(bytes("" + i))))
                .toList();
        List<Outcome<List<Object>>> outcomes = link.runAll(APPEND, calls);
        for (int i = 0; i < 100; i++) {
            assertThat(outcomes.get(i).orThrow().value().get(0)).isEqualTo(1L + i);
        }
        assertThat(servers.calls("evalsha")).isEqualTo(100);
        assertThat(servers.calls("eval")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void runs_of_a_script_that_the_server_forgot_are_sent_again_and_executed_once(Deployment.Kind kind) {
        open(kind);
        List<String> keys = keys(30, "forgotten:");
        keys.forEach(key -> link.delete(bytes(key)));
        deployment.everyone().forEach(server -> Plain.ask(server, RedisCommands::scriptFlush));
        assertThat(counts(keys)).containsOnly(1L).hasSize(30);
        assertThat(link.stats().scriptReloads()).isEqualTo(30);
        assertThat(counts(keys)).containsOnly(2L);
        assertThat(link.stats().scriptReloads()).isEqualTo(30);
    }

    @ParameterizedTest
    @EnumSource
    void a_run_that_fails_fails_alone(Deployment.Kind kind) {
        open(kind);
        List<String> keys = keys(5, "alone:");
        keys.forEach(key -> link.delete(bytes(key)));
        link.set(bytes("alone:2"), bytes("no number"), TTL);
        List<Outcome<List<Object>>> outcomes = link.runAll(APPEND, calls(keys));
        assertThatThrownBy(outcomes.get(2)::orThrow)
                .isExactlyInstanceOf(RedisException.class)
                .hasMessageContaining("not an integer");
        for (int i : new int[] {0, 1, 3, 4}) {
            assertThat(outcomes.get(i).orThrow().value().get(0)).isEqualTo(1L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void when_one_run_is_not_possible_none_is_sent(Deployment.Kind kind) {
        open(kind);
        link.delete(bytes("possible"));
        ScriptCall possible = new ScriptCall(List.of(bytes("possible")), List.of(ONE));
        ScriptCall withoutKeys = new ScriptCall(List.of(), List.of(ONE));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> link.runAll(APPEND, List.of(possible, withoutKeys)))
                .withMessage("Invalid keys (none): must be at least one");
        ScriptCall divided = new ScriptCall(bytes(List.of("{a}possible", "{b}possible")), List.of(ONE));
        if (link.isCluster()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.runAll(APPEND, List.of(possible, divided)))
                    .withMessage("Invalid keys ({b}possible): must be of one hash slot with {a}possible");
        }
        assertThat(link.get(bytes("possible")).value()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void what_would_wait_beyond_the_bound_is_refused_and_the_rest_executed(Deployment.Kind kind) {
        open(kind);
        byte[] megabyte = new byte[1024 * 1024];
        Script length = Script.read("length", new ByteArrayInputStream(bytes("return {#ARGV[1]}")));
        List<ScriptCall> calls = IntStream.range(0, 20)
                .mapToObj(i -> new ScriptCall(List.of(bytes("{m}large")), List.of(megabyte)))
                .toList();
        link.run(length, List.of(bytes("{m}large")), List.of(ONE));
        List<Outcome<List<Object>>> outcomes = link.runAll(length, calls);
        for (Outcome<List<Object>> taken : outcomes.subList(0, 16)) {
            assertThat(taken.orThrow().value()).containsExactly(1024L * 1024);
        }
        for (Outcome<List<Object>> refused : outcomes.subList(16, 20)) {
            assertThatThrownBy(refused::orThrow)
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isFalse())
                    .hasMessageContaining("is overloaded: ");
        }
    }

    private List<@Nullable String> values(List<String> keys) {
        List<@Nullable String> values = new ArrayList<>();
        for (Outcome<byte[]> outcome : link.getAll(bytes(keys))) {
            byte[] value = outcome.orThrow().value();
            values.add(value == null ? null : new String(value, UTF_8));
        }
        return values;
    }

    private List<Object> counts(List<String> keys) {
        return link.runAll(APPEND, calls(keys)).stream()
                .map(outcome -> outcome.orThrow().value().get(0))
                .toList();
    }

    private static List<ScriptCall> calls(List<String> keys) {
        return keys.stream()
                .map(key -> new ScriptCall(List.of(bytes(key)), List.of(ONE)))
                .toList();
    }

    private static List<String> keys(int count, String prefix) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(ManyCommandsIT::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
