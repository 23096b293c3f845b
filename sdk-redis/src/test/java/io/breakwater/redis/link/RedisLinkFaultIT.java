package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RedisLinkFaultIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = "fault".getBytes(UTF_8);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @Test
    void a_hanging_server_costs_one_timeout_and_nothing_is_sent_twice() {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            assertThat(append(link)).isEqualTo(1L);
            server.pause();
            assertThatThrownBy(() -> append(link))
                    .isInstanceOfSatisfying(
                            RedisTimeoutException.class,
                            e -> assertThat(e.timeout()).isEqualTo(TIMEOUT))
                    .hasMessage("Redis 127.0.0.1:" + server.port() + " did not answer within 300 ms");
            server.resume();
            // The script that timed out had left: it is executed once, and this one after it.
            assertThat(Awaiting.success(() -> append(link))).isEqualTo(3L);
        }
    }

    @Test
    void what_was_under_way_when_the_server_died_is_not_sent_to_the_next_one() throws Exception {
        try (RedisServer server =
                        RedisSpec.durable().with("appendfsync", "always").start();
                RedisLink link = RedisLink.open(server.uri(), Duration.ofSeconds(30))) {
            assertThat(append(link)).isEqualTo(1L);
            server.pause();
            FutureTask<Object> underWay = new FutureTask<>(() -> append(link));
            Thread caller = new Thread(underWay);
            caller.start();
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
            server.kill();
            server.start();
            Awaiting.until("connected", link::isConnected);
            assertThatThrownBy(underWay::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isTrue());
            assertThat(append(link)).isEqualTo(2L);
        }
    }

    @Test
    void what_waits_for_a_hanging_server_is_bounded_in_bytes() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri(), Duration.ofSeconds(30))) {
            Awaiting.until("connected", link::isConnected);
            server.pause();
            List<FutureTask<Object>> sets = new ArrayList<>();
            boolean refused = false;
            while (!refused) {
                FutureTask<Object> set = new FutureTask<>(() -> link.set(KEY, megabyte, Duration.ofMinutes(1)));
                sets.add(set);
                Thread caller = new Thread(set);
                caller.start();
                Awaiting.until(
                        "waiting or refused", () -> caller.getState() == Thread.State.TIMED_WAITING || set.isDone());
                refused = set.isDone();
            }
            assertThat(sets).as("what the kernel and the link take").hasSizeBetween(16, 100);
            assertThatThrownBy(sets.get(sets.size() - 1)::get)
                    .hasMessageContaining("is overloaded: 16777216 bytes wait to be sent")
                    .cause()
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isFalse());
            server.resume();
            for (FutureTask<Object> set : sets.subList(0, sets.size() - 1)) {
                set.get();
            }
        }
    }

    @Test
    void why_there_is_no_connection_is_said() {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri().replace("redis://", "redis://user:secret@"), TIMEOUT)) {
            String reason = reasonOnce(link, "WRONGPASS");
            assertThat(reason).doesNotContain("secret");
        }
    }

    @Test
    void a_connection_that_just_closes_does_not_hide_the_reason_known_before() throws Exception {
        try (ServerSocket server = new ServerSocket(0);
                RedisLink link = RedisLink.open("redis://127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(1))) {
            server.accept().close();
            for (int i = 0; i < 3; i++) {
                refuseLogin(server);
            }
            reasonOnce(link, "WRONGPASS");
            server.accept().close();
            server.accept().close();
            assertThatThrownBy(() -> link.get(KEY)).hasMessageContaining("WRONGPASS");
        }
    }

    private static void refuseLogin(ServerSocket server) throws IOException {
        try (Socket client = server.accept()) {
            client.getInputStream().read();
            client.getOutputStream().write("-WRONGPASS invalid\r\n".getBytes(StandardCharsets.US_ASCII));
            client.getInputStream().readAllBytes();
        }
    }

    private static String reasonOnce(RedisLink link, String expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                link.get(KEY);
            } catch (RedisUnavailableException e) {
                String reason = String.valueOf(e.getMessage());
                if (reason.contains(expected)) {
                    return reason;
                }
            }
            assertThat(System.nanoTime()).as("time until " + expected).isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void an_interrupted_caller_does_not_wait_and_stays_interrupted() {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri(), Duration.ofSeconds(30))) {
            server.pause();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> link.get(KEY)).isExactlyInstanceOf(RedisException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static Object append(RedisLink link) {
        return link.run(APPEND, List.of(KEY), List.of("1".getBytes(UTF_8)))
                .value()
                .get(0);
    }
}
