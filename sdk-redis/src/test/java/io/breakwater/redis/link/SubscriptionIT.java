package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Direction;
import io.breakwater.devservices.RedisServer;
import io.breakwater.redis.RedisTimeoutException;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubscriptionIT {

    private static final Map<Deployment.Kind, Deployment> DEPLOYMENTS = new EnumMap<>(Deployment.Kind.class);
    private static final byte[] CHANNEL = bytes(Deployment.KEY + ":news");
    private static final byte[] SECOND = bytes(Deployment.KEY + ":more");
    private static final String NEWS = Deployment.KEY + ":news=";
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final Recorder told = new Recorder();
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
        return link;
    }

    @ParameterizedTest
    @EnumSource
    void messages_come_in_order_from_every_channel_until_it_is_closed(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            Subscription subscription = link.subscribe(List.of(CHANNEL, SECOND), told);
            told.awaitCount("subscribed", 1);
            for (int i = 0; i < 10; i++) {
                assertThat(link.publish(CHANNEL, bytes("" + i)).value()).isEqualTo(1);
            }
            assertThat(link.publish(SECOND, bytes("last")).value()).isEqualTo(1);
            told.awaitCount(Deployment.KEY + ":more=last", 1);
            assertThat(told.events())
                    .startsWith("subscribed", NEWS + 0, NEWS + 1)
                    .containsSubsequence(NEWS + 8, NEWS + 9, Deployment.KEY + ":more=last")
                    .hasSize(12);
            subscription.close();
            Awaiting.until(
                    "unsubscribed", () -> link.publish(CHANNEL, bytes("late")).value() == 0);
            assertThat(told.events()).hasSize(12);
        }
    }

    @ParameterizedTest(name = "cache F1: a killed subscription says so, and again from when on nothing is missed: {0}")
    @EnumSource
    void killed(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            var unused = link.subscribe(List.of(CHANNEL), told);
            told.awaitCount("subscribed", 1);
            RedisServer server = deployment.server();
            Plain.ask(server, redis -> redis.clientKill(KillArgs.Builder.typePubsub()));
            told.awaitCount("interrupted", 1);
            told.awaitCount("subscribed", 2);
            assertThat(Awaiting.success(() -> link.publish(CHANNEL, bytes("after")))
                            .value())
                    .isEqualTo(1);
            told.awaitCount(NEWS + "after", 1);
            assertThat(told.events()).containsExactly("subscribed", "interrupted", "subscribed", NEWS + "after");
            List<Long> generations = told.generations();
            assertThat(generations.get(2)).isGreaterThan(generations.get(0)).isEqualTo(generations.get(3));
            assertThat(generations.get(1)).isEqualTo(generations.get(0));
        }
    }

    @ParameterizedTest(name = "cache F2: a subscription whose network is gone notices within its heartbeat: {0}")
    @EnumSource
    void silent(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            var unused = link.subscribe(List.of(CHANNEL), told);
            told.awaitCount("subscribed", 1);
            deployment.proxy().loseServer();
            told.awaitCount("interrupted", 1);
            deployment.restore();
            told.awaitCount("subscribed", 2);
            Awaiting.success(() -> link.publish(CHANNEL, bytes("after")));
            told.awaitCount(NEWS + "after", 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void after_a_failover_the_new_server_is_subscribed_to(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            var unused = link.subscribe(List.of(CHANNEL), told);
            told.awaitCount("subscribed", 1);
            deployment.failOver();
            Awaiting.until("a message from the new master", () -> {
                Awaiting.success(() -> link.publish(CHANNEL, bytes("after")));
                return told.count(NEWS + "after") > 0;
            });
        }
    }

    @ParameterizedTest(name = "cache X13: nothing of an old subscription follows the word of a new one: {0}")
    @EnumSource(names = "STANDALONE")
    void old(Deployment.Kind kind) throws Exception {
        try (RedisLink link = open(kind)) {
            var unused = link.subscribe(List.of(CHANNEL), told);
            told.awaitCount("subscribed", 1);
            var held = deployment.proxy().hold(Direction.REPLIES);
            assertThatThrownBy(() -> link.publish(CHANNEL, bytes("old"))).isInstanceOf(RedisTimeoutException.class);
            held.awaitReached(Duration.ofSeconds(10));
            told.awaitCount("interrupted", 1);
            held.resume();
            told.awaitCount("subscribed", 2);
            Awaiting.success(() -> link.publish(CHANNEL, bytes("new")));
            told.awaitCount(NEWS + "new", 1);
            assertThat(told.count(NEWS + "old")).isZero();
        }
    }

    @ParameterizedTest(name = "cache F11: tracking tells of changes and of FLUSHALL, and is asked for again: {0}")
    @EnumSource
    void tracking(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            int servers = link.health().size();
            Subscription watch = link.watch(List.of(bytes("{fault}w:")), told);
            told.awaitCount("watching", servers);
            link.set(bytes("{fault}w:1"), bytes("v"), TTL);
            told.awaitCount("changed {fault}w:1", 1);
            link.set(bytes("{fault}other"), bytes("v"), TTL);
            RedisServer server = deployment.server();
            Plain.ask(server, RedisCommands::flushall);
            told.awaitCount("flushed", 1);
            assertThat(told.count("changed {fault}other")).isZero();

            deployment.proxy().reset();
            told.awaitCount("interrupted", 1);
            told.awaitCount("watching", servers + 1);
            Awaiting.success(() -> link.set(bytes("{fault}w:2"), bytes("v"), TTL));
            told.awaitCount("changed {fault}w:2", 1);
            watch.close();
        }
    }

    /** The pauses, which timers do not shorten: 2, 4, 8 ms, then 16 ms and more. */
    @ParameterizedTest
    @EnumSource(names = "STANDALONE")
    void a_subscription_that_is_dropped_whenever_it_stands_is_made_again_after_a_pause(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            long begin = System.nanoTime();
            var unused = link.subscribe(List.of(CHANNEL), told);
            for (int life = 1; life <= 60; life++) {
                told.awaitCount("subscribed", life);
                deployment.proxy().reset();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(55 * 16));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "STANDALONE")
    void a_subscriber_that_throws_hurts_nobody(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            var unused = link.subscribe(List.of(CHANNEL), new Subscriber() {
                @Override
                public void subscribed(long generation) {
                    told.subscribed(generation);
                    throw new IllegalStateException("a subscriber's own trouble");
                }

                @Override
                public void message(byte[] channel, byte[] message, long generation) {
                    told.message(channel, message, generation);
                    throw new IllegalStateException("a subscriber's own trouble");
                }
            });
            told.awaitCount("subscribed", 1);
            link.publish(CHANNEL, bytes("1"));
            link.publish(CHANNEL, bytes("2"));
            told.awaitCount(NEWS + "2", 1);
            assertThat(told.events()).containsExactly("subscribed", NEWS + "1", NEWS + "2");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "STANDALONE")
    void no_channel_is_refused(Deployment.Kind kind) {
        try (RedisLink link = open(kind)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.subscribe(List.of(), told))
                    .withMessage("Invalid channels (none): must be at least one");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
