package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways in which a link is closed. */
class LinkCloseIT {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static RedisServer server;

    @BeforeAll
    static void start() {
        server = RedisSpec.disposable().start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_link_closed_by_an_interrupted_thread_ends_its_threads() throws Exception {
        Set<Thread> before = lettuceThreads();
        Throwable thrown = null;
        for (int i = 0; i < 5; i++) {
            RedisLink link = RedisLink.open(server.uri(), TIMEOUT);
            var unused = link.subscribe(List.of("c".getBytes(UTF_8)), new Recorder());
            Thread.currentThread().interrupt();
            try {
                thrown = catchThrowable(link::close);
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
        }
        Awaiting.until("no thread left by 5 links", () -> left(before) == 0);
        assertThat(thrown).isNull();
    }

    @Test
    void a_link_can_be_closed_in_a_callback() throws Exception {
        RedisLink link = RedisLink.open(server.uri(), TIMEOUT);
        CountDownLatch closed = new CountDownLatch(1);
        var unused = link.subscribe(List.of("c".getBytes(UTF_8)), new Subscriber() {
            @Override
            public void subscribed(long generation) {
                link.close();
                closed.countDown();
            }

            @Override
            public void message(byte[] channel, byte[] message, long generation) {}
        });
        assertThat(closed.await(15, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_subscription_on_a_closed_link_over_a_users_client_makes_no_connection() throws Exception {
        RedisClient client = RedisClient.create();
        try {
            var own = client.connect(RedisURI.create(server.uri()));
            RedisLink link = RedisLink.over(client, RedisURI.create(server.uri()), TIMEOUT);
            link.close();
            assertThat(own.sync().ping()).isEqualTo("PONG");
            Recorder recorder = new Recorder();
            assertThatThrownBy(() -> link.subscribe(List.of("c".getBytes(UTF_8)), recorder))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageEndingWith("is not connected: the link was closed");
            assertThat(own.sync().pubsubNumsub("c").get("c")).isZero();
            assertThat(recorder.events()).isEmpty();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void a_client_that_was_used_by_a_link_only_can_still_be_used_when_that_is_closed() {
        RedisClient client = RedisClient.create();
        try {
            RedisLink.over(client, RedisURI.create(server.uri()), TIMEOUT).close();
            assertThat(client.connect(RedisURI.create(server.uri())).sync().ping())
                    .isEqualTo("PONG");
            try (RedisLink again = RedisLink.over(client, RedisURI.create(server.uri()), TIMEOUT)) {
                assertThat(again.isConnected()).isTrue();
            }
        } finally {
            client.shutdown();
        }
    }

    @Test
    void commands_in_flight_fail_with_an_exception_of_the_link() throws Exception {
        ConcurrentLinkedQueue<Throwable> wrong = new ConcurrentLinkedQueue<>();
        for (int round = 0; round < 15; round++) {
            RedisLink link = RedisLink.open(server.uri(), Duration.ofSeconds(5));
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < 100_000; i++) {
                        try {
                            byte[] key = "k".getBytes(UTF_8);
                            link.get(key);
                            link.getAll(List.of(key, key)).forEach(Outcome::orThrow);
                        } catch (RedisException over) {
                            return;
                        } catch (Throwable other) {
                            wrong.add(other);
                            return;
                        }
                    }
                });
                threads.add(thread);
                thread.start();
            }
            Awaiting.until("under way", () -> link.stats().commands() > 200);
            link.close();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_key_may_be_empty() {
        try (RedisLink link = RedisLink.open(server.uri(), TIMEOUT)) {
            byte[] empty = new byte[0];
            link.set(empty, empty, Duration.ofMinutes(1));
            assertThat(link.get(empty).value()).isEqualTo(empty);
            assertThat(link.delete(empty).value()).isTrue();
        }
    }

    private static long left(Set<Thread> before) {
        return lettuceThreads().stream().filter(t -> !before.contains(t)).count();
    }

    private static Set<Thread> lettuceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("lettuce-"))
                .collect(Collectors.toSet());
    }
}
