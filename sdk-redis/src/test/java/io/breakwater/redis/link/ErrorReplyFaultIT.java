package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the errors mean that a server answers: some are the caller's, some say that the server is not ready. */
class ErrorReplyFaultIT {

    private static final Map<Deployment.Kind, Deployment> DEPLOYMENTS = new EnumMap<>(Deployment.Kind.class);
    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = bytes(Deployment.KEY);
    private static final String COUNTER = Deployment.KEY + ":counter";
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofMinutes(5);

    private Deployment deployment;

    @AfterAll
    static void close() {
        DEPLOYMENTS.values().forEach(Deployment::close);
        DEPLOYMENTS.clear();
    }

    private RedisLink open(Deployment.Kind kind) {
        deployment = DEPLOYMENTS.computeIfAbsent(kind, each -> each.start(RedisSpec.durable()));
        RedisLink link = RedisLink.open(deployment.uri(), PATIENT);
        Awaiting.until("connected", link::isConnected);
        link.delete(bytes(COUNTER));
        return link;
    }

    @ParameterizedTest(name = "cache G5: a full server refuses writes, and is read and asked on: {0}")
    @EnumSource
    void full(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            link.set(KEY, bytes("before"), TTL);
            count(link);
            RedisServer server = deployment.server();
            server.configure("maxmemory", "1");
            try {
                assertCode("OOM", () -> link.set(KEY, bytes("after"), TTL));
                assertCode("OOM", () -> count(link));
                assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("before");
                assertThat(link.isConnected()).isTrue();
                assertThat(link.delete(KEY).value()).isTrue();
            } finally {
                server.configure("maxmemory", "0");
            }
            assertThat(link.set(KEY, bytes("after"), TTL).value()).isTrue();
            assertThat(count(link)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_script_that_meets_a_value_of_another_type_says_so(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            RedisServer server = deployment.server();
            Plain.ask(server, redis -> redis.rpush(COUNTER, "element"));
            assertCode("WRONGTYPE", () -> count(link));
            assertThat(link.isConnected()).isTrue();
        }
    }

    private static void assertCode(String code, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isExactlyInstanceOf(RedisException.class)
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.code()).contains(code));
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_is_busy_with_a_script_is_left_alone_until_that_has_ended(Deployment.Kind kind) throws Exception {
        try (RedisLink link = open(kind)) {
            RedisServer server = deployment.server();
            server.configure("busy-reply-threshold", "100");
            FutureTask<Object> endless = new FutureTask<>(
                    () -> Plain.ask(server, redis -> redis.eval("while true do end", ScriptOutputType.STATUS)));
            new Thread(endless).start();
            long counted = countUntilRefused(link, "BUSY");
            for (int i = 0; i < 100; i++) {
                assertRefused(link, "BUSY");
            }
            assertThat(link.stats().refusals()).isEqualTo(100);
            kill(server);
            assertThat(Awaiting.success(() -> count(link))).isEqualTo(counted + 1);
            assertThatThrownBy(endless::get).hasMessageContaining("killed");
            assertThat(link.stats().timeouts()).isZero();
        }
    }

    /** Sentinels do it too, when they have been told BUSY for a second. */
    private static void kill(RedisServer server) {
        try {
            Plain.ask(server, RedisCommands::scriptKill);
        } catch (RedisCommandExecutionException e) {
            assertThat(e).hasMessageStartingWith("NOTBUSY");
        }
    }

    /** How many were executed before the server said why it executes no more. */
    private static long countUntilRefused(RedisLink link, String why) {
        long counted = 0;
        while (true) {
            try {
                counted = count(link);
            } catch (RedisUnavailableException e) {
                assertThat(e.maybeExecuted()).isFalse();
                assertThat(e).hasMessageContaining(" is not ready: " + why);
                return counted;
            }
        }
    }

    private static void assertRefused(RedisLink link, String why) {
        assertThatThrownBy(() -> count(link))
                .isInstanceOfSatisfying(
                        RedisUnavailableException.class,
                        e -> assertThat(e.maybeExecuted()).isFalse())
                .hasMessageContaining(" is not connected: " + why);
    }

    @Test
    void a_server_that_is_loading_its_data_is_used_when_it_has_them() throws Exception {
        try (RedisServer server = RedisSpec.durable().start();
                RedisLink link = RedisLink.open(server.uri(), PATIENT)) {
            assertThat(count(link)).isEqualTo(1);
            fill(server, 10_000);
            server.configure("key-load-delay", "200");
            server.kill();
            FutureTask<Object> loading = new FutureTask<>(server::start, null);
            new Thread(loading).start();
            AtomicReference<RedisHealth> health = new AtomicReference<>();
            Awaiting.until("loading", () -> isRefusedFor("LOADING", link, health));
            assertThat(health.get().state()).isEqualTo(RedisHealth.State.SUSPECTED);
            loading.get();
            assertThat(Awaiting.success(() -> count(link))).isEqualTo(2);
            assertThat(link.health().get(0).generation())
                    .as("the connection it had while loading")
                    .isEqualTo(health.get().generation());
        }
    }

    private static boolean isRefusedFor(String why, RedisLink link, AtomicReference<RedisHealth> health) {
        health.set(link.health().get(0));
        try {
            link.get(KEY);
            return false;
        } catch (RedisUnavailableException e) {
            boolean isIt = String.valueOf(e.getMessage()).contains(" is not connected: " + why);
            assertThat(isIt && e.maybeExecuted()).isFalse();
            return isIt && health.get().reason().startsWith(why);
        }
    }

    private static void fill(RedisServer server, int keys) {
        String script = "for i = 1, " + keys + " do redis.call('SET', 'loaded:' .. i, 'v') end";
        Plain.ask(server, redis -> redis.eval(script, ScriptOutputType.STATUS));
    }

    @Test
    void a_master_that_was_demoted_is_left_and_the_next_one_used() {
        try (RedisLink link = open(Deployment.Kind.SENTINEL)) {
            long first = link.get(KEY).generation();
            assertThat(count(link)).isEqualTo(1);
            RedisServer stale = deployment.server();
            Plain.ask(stale, redis -> redis.replicaof("127.0.0.1", 1));
            assertThatThrownBy(() -> count(link))
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isFalse())
                    .hasMessageContaining(" is not ready: READONLY");
            Awaiting.until(
                    "the reason",
                    () -> link.health().get(0).reason().contains("a server that is no master, but slave"));
            assertThat(link.isConnected()).isFalse();
            deployment.failOver();
            assertThat(Awaiting.success(() -> count(link))).isEqualTo(2);
            assertThat(link.get(KEY).generation()).isGreaterThan(first);
            assertThat(deployment.server()).isNotEqualTo(stale);
        }
    }

    private static Long count(RedisLink link) {
        return (Long) link.run(APPEND, List.of(bytes(COUNTER)), List.of(bytes("1")))
                .value()
                .get(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
