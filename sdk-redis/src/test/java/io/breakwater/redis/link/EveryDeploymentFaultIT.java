package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisServerFacts;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fault costs, and what comes after it: the same on a standalone server, under Sentinel and in a Cluster. */
class EveryDeploymentFaultIT {

    private static final Map<Deployment.Kind, Deployment> DEPLOYMENTS = new EnumMap<>(Deployment.Kind.class);
    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = Deployment.KEY.getBytes(UTF_8);
    private static final byte[] LIST = (Deployment.KEY + ":appended").getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private Deployment deployment;
    private @Nullable RedisServer dead;

    @AfterEach
    void restore() {
        revive();
        deployment.restore();
    }

    @AfterAll
    static void close() {
        DEPLOYMENTS.values().forEach(Deployment::close);
        DEPLOYMENTS.clear();
    }

    private void revive() {
        if (dead != null) {
            dead.start();
            dead = null;
        }
    }

    private RedisLink open(Deployment.Kind kind) {
        deployment = DEPLOYMENTS.computeIfAbsent(kind, Deployment.Kind::start);
        RedisLink link = RedisLink.open(deployment.uri(), TIMEOUT);
        Awaiting.until("connected", link::isConnected);
        link.set(KEY, bytes("before"), TTL);
        link.delete(LIST);
        return link;
    }

    @ParameterizedTest
    @EnumSource
    void what_is_down_at_the_start_is_used_when_it_comes(Deployment.Kind kind) {
        open(kind).close();
        List<RedisServer> everyone = deployment.everyone();
        everyone.forEach(RedisServer::kill);
        try (RedisLink link = RedisLink.open(deployment.uri(), TIMEOUT)) {
            assertThat(link.isConnected()).isFalse();
            assertThatThrownBy(() -> link.get(KEY))
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isFalse())
                    .hasMessageStartingWith("Redis ");
            everyone.forEach(RedisServer::start);
            assertThat(Awaiting.success(() -> link.get(KEY)).value())
                    .asString(UTF_8)
                    .isEqualTo("before");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_dies_is_refused_at_once_and_its_successor_used(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            long generation = link.get(KEY).generation();
            RedisServer killed = deployment.server();
            killed.kill();
            dead = killed;
            assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisUnavailableException.class);
            assertThatThrownBy(() -> link.get(KEY))
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isFalse());
            assertThat(link.health()).anySatisfy(health -> {
                assertThat(health.state()).isEqualTo(RedisHealth.State.DISCONNECTED);
                assertThat(health.reason()).isNotEmpty();
            });
            if (kind == Deployment.Kind.STANDALONE) {
                revive();
            }
            Reply<byte[]> after = Awaiting.success(() -> link.get(KEY));
            assertThat(after.value()).asString(UTF_8).isEqualTo("before");
            assertThat(after.generation()).isGreaterThan(generation);
            assertThat(Awaiting.success(() -> link.set(KEY, bytes("after"), TTL))
                            .value())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_paused_server_costs_a_caller_one_timeout(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            RedisServer paused = deployment.server();
            paused.pause();
            try {
                assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisTimeoutException.class);
                for (int i = 0; i < 100; i++) {
                    assertRefused(link);
                }
                assertThat(link.stats().timeouts()).isEqualTo(1);
                assertThat(link.stats().refusals()).isEqualTo(100);
            } finally {
                paused.resume();
            }
            assertThat(Awaiting.success(() -> link.get(KEY)).value())
                    .asString(UTF_8)
                    .isEqualTo("before");
        }
    }

    private static void assertRefused(RedisLink link) {
        assertThatThrownBy(() -> link.get(KEY))
                .isInstanceOfSatisfying(
                        RedisUnavailableException.class,
                        e -> assertThat(e.maybeExecuted()).isFalse())
                .hasMessageContaining("no answer within 300 ms");
    }

    @ParameterizedTest(name = "cache G3: a server that is slow, not dead, opens the breaker too: {0}")
    @EnumSource
    void slow(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            // A round trip takes longer than the timeout, and a handshake of two less than the second it may take.
            deployment.proxy().delay(Duration.ofMillis(160));
            assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisTimeoutException.class);
            long connections = link.stats().connections();
            Awaiting.until("two probed connections more, or another master", () -> {
                assertRefusedOrServed(link);
                return link.stats().connections() >= connections + 2;
            });
            assertThat(link.stats().timeouts()).isEqualTo(1);
            deployment.restore();
            assertThat(Awaiting.success(() -> link.get(KEY)).value())
                    .asString(UTF_8)
                    .isEqualTo("before");
        }
    }

    private static void assertRefusedOrServed(RedisLink link) {
        try {
            link.get(KEY);
        } catch (RedisUnavailableException e) {
            assertThat(e.maybeExecuted()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_black_hole_costs_a_caller_one_timeout_and_what_it_held_never_overwrites_what_is_written_later(
            Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            deployment.proxy().blackHole();
            assertThatThrownBy(() -> link.set(KEY, bytes("late"), TTL)).isInstanceOf(RedisTimeoutException.class);
            for (int i = 0; i < 100; i++) {
                assertRefused(link);
            }
            assertThat(link.stats().timeouts()).isEqualTo(1);
            deployment.everyone().forEach(server -> server.proxy().heal());
            Awaiting.success(() -> link.set(KEY, bytes("after"), TTL));
            deployment.restore();
            assertThat(Awaiting.success(() -> link.get(KEY)).value())
                    .asString(UTF_8)
                    .isEqualTo("after");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_comes_back_empty_has_nothing_and_another_generation(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            long generation = link.get(KEY).generation();
            List<RedisServer> everyone = deployment.everyone();
            everyone.forEach(RedisServer::kill);
            everyone.forEach(RedisServer::startEmpty);
            Reply<byte[]> after = Awaiting.success(() -> link.get(KEY));
            assertThat(after.value()).isNull();
            assertThat(after.generation()).isGreaterThan(generation);
        }
    }

    @ParameterizedTest
    @EnumSource
    void after_a_failover_the_new_master_is_used_and_nothing_is_executed_twice(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            long first = Awaiting.success(() -> append(link)).generation();
            deployment.failOver();
            long acknowledged = 1;
            Reply<Long> reply = Awaiting.success(() -> append(link));
            assertThat(reply.value()).isEqualTo(acknowledged + 1);
            assertThat(reply.generation()).isGreaterThan(first);
            Awaiting.until("masters alone are asked", () -> areMasters(Awaiting.success(link::facts)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_script_that_every_server_forgot_is_loaded_once_by_each(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            append(link);
            long reloads = link.stats().scriptReloads();
            Plain.ask(deployment.server(), RedisCommands::scriptFlush);
            assertThat(append(link).value()).isEqualTo(2);
            assertThat(append(link).value()).isEqualTo(3);
            assertThat(link.stats().scriptReloads()).isEqualTo(reloads + 1);
        }
    }

    private static boolean areMasters(List<RedisServerFacts> facts) {
        return facts.stream().allMatch(server -> server.role().equals("master"));
    }

    private static Reply<Long> append(RedisLink link) {
        Reply<List<Object>> reply = link.run(APPEND, List.of(LIST), List.of(bytes("1")));
        return new Reply<>((Long) reply.value().get(0), reply.generation());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
