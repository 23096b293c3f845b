package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A write that timed out may happen, but not after the link has gone on. */
class LateWriteFaultIT {

    private static final byte[] KEY = "late".getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @Test
    void what_a_network_delivers_late_finds_its_connection_ended() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                HoldingRelay relay = new HoldingRelay(server.port());
                RedisLink link = RedisLink.open("redis://127.0.0.1:" + relay.port(), TIMEOUT)) {
            link.set(KEY, bytes("first"), TTL);
            relay.holdFirst();
            assertThatThrownBy(() -> link.set(KEY, bytes("late"), TTL)).isInstanceOf(RedisTimeoutException.class);
            Awaiting.success(() -> link.set(KEY, bytes("next"), TTL));
            assertThat(relay.heldBytes()).as("the late write").isPositive();
            assertThat(relay.deliver()).as("taken by the server").isFalse();
            assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("next");
        }
    }

    @Test
    void a_client_that_only_reconnects_would_be_overwritten() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                HoldingRelay relay = new HoldingRelay(server.port())) {
            RedisClient client = RedisClient.create("redis://127.0.0.1:" + relay.port());
            try (StatefulRedisConnection<byte[], byte[]> first = client.connect(ByteArrayCodec.INSTANCE)) {
                first.sync().set(KEY, bytes("first"));
                relay.holdFirst();
                var late = first.async().set(KEY, bytes("late"));
                Awaiting.until("held", () -> relay.heldBytes() > 0);
                assertThat(late.await(1, TimeUnit.MILLISECONDS)).isFalse();
            }
            try (StatefulRedisConnection<byte[], byte[]> second = client.connect(ByteArrayCodec.INSTANCE)) {
                second.sync().set(KEY, bytes("next"));
                assertThat(relay.deliver()).as("taken by the server").isTrue();
                assertThat(second.sync().get(KEY)).asString(UTF_8).isEqualTo("late");
            } finally {
                client.shutdown();
            }
        }
    }

    @Test
    void a_paused_server_has_done_what_timed_out_before_it_takes_anything_new() {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            for (int round = 0; round < 4; round++) {
                String next = "next " + round;
                server.pause();
                assertThatThrownBy(() -> link.set(KEY, bytes("late"), TTL)).isInstanceOf(RedisTimeoutException.class);
                if (round % 2 == 0) {
                    Awaiting.until("given up", () -> !isSuspected(link));
                }
                server.resume();
                Awaiting.success(() -> link.set(KEY, bytes(next), TTL));
                assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo(next);
                long clients =
                        Plain.ask(server, redis -> redis.clientList().lines().count());
                assertThat(clients)
                        .as("the link's connection and the one that asks")
                        .isEqualTo(2);
            }
        }
    }

    /** One that has carried a command; those after it are lost while they are still greeted. */
    @Test
    void a_lost_connection_is_ended_on_the_server_however_many_are_lost_after_it() {
        AtomicInteger failing = new AtomicInteger(20);
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        try (ScriptedRedis server = new ScriptedRedis()) {
            server.answer(command -> {
                boolean inUse = command.is("SET") && command.connection() == 1;
                boolean greeted = command.killed() > 0 && failing.getAndDecrement() > 0;
                if (inUse || greeted) {
                    return ScriptedRedis.HANG_UP;
                }
                ended.add(command.killed());
                return ScriptedRedis.USUAL;
            });
            try (RedisLink link = RedisLink.open("redis://" + server.hostAndPort(), TIMEOUT)) {
                assertThatThrownBy(() -> link.set(KEY, KEY, TTL)).isInstanceOf(RedisUnavailableException.class);
                Awaiting.success(() -> link.set(KEY, KEY, TTL));
                assertThat(ended).contains(1);
            }
        }
    }

    private static boolean isSuspected(RedisLink link) {
        return link.health().get(0).state() == RedisHealth.State.SUSPECTED;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
