package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outage is an exception, never an empty answer; and it ends by itself. */
class OutageFaultIT {

    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);
    private static final RedisServer SERVER =
            RedisSpec.durable().with("appendfsync", "always").start();

    private Redis redis = SharedRedis.connect(SERVER.uri());

    @AfterEach
    void disconnect() {
        redis.close();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @Test
    void a_server_that_is_down_at_the_start() {
        redis.close();
        SERVER.kill();
        redis = SharedRedis.connect(SERVER.uri());
        Sessions sessions = sessions();
        assertAllFail(sessions, SessionId.random().text(), RedisUnavailableException.class, "is not connected");

        SERVER.start();
        awaitConnected(redis);
        assertThat(sessions.find(sessions.create("user-42").id())).isPresent();
    }

    @Test
    void a_server_that_dies_and_comes_back_with_its_sessions() {
        Sessions sessions = sessions();
        Session session = sessions.create("user-42");
        SERVER.kill();
        assertAllFail(sessions, session.id(), RedisUnavailableException.class, "is not connected");

        SERVER.start();
        awaitConnected(redis);
        assertThat(sessions.find(session.id())).map(Session::subject).contains("user-42");
        assertThat(sessions.revoke(session.id())).isTrue();
        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void a_server_that_hangs_costs_one_timeout() {
        Session session = sessions().create("user-42");
        try (Redis impatient = Redis.connect(SERVER.uri(), SHORT_TIMEOUT)) {
            awaitConnected(impatient);
            Sessions sessions = Sessions.builder("web").shared(impatient).build();
            SERVER.pause();
            try {
                assertFails(
                        "create",
                        () -> sessions.create("user-42"),
                        RedisTimeoutException.class,
                        " did not answer within 500 ms");
                String another = SessionId.random().text();
                assertAllFail(sessions, another, RedisUnavailableException.class, "no answer within 500 ms");
                assertThat(impatient.stats().timeouts()).isEqualTo(1);
            } finally {
                SERVER.resume();
            }
            assertThat(sessions().find(session.id())).isPresent();
            awaitConnected(impatient);
            assertThat(sessions.find(session.id())).isPresent();
        }
    }

    @Test
    void a_server_that_forgot_the_scripts() {
        Sessions sessions = sessions();
        Session session = sessions.create("user-42");
        plainly(RedisCommands::scriptFlush);
        assertThat(sessions.find(session.id())).isPresent();
        plainly(RedisCommands::scriptFlush);
        assertThat(sessions.create("user-43").subject()).isEqualTo("user-43");
    }

    @Test
    void a_server_that_is_full_still_serves_the_sessions_it_has() {
        MovableClock clock = new MovableClock();
        Sessions sessions = Sessions.builder("web").shared(redis).clock(clock).build();
        Session session = sessions.create("user-42");
        plainly(plain -> plain.configSet("maxmemory", "1"));
        try {
            assertThatThrownBy(() -> sessions.create("user-42"))
                    .isInstanceOf(SessionStoreUnavailableException.class)
                    .hasMessageStartingWith(
                            "Sessions 'web': create failed: Redis 127.0.0.1:" + SERVER.port() + " answered: OOM ");
            clock.move(Duration.ofMinutes(10));
            assertThat(sessions.find(session.id()).orElseThrow().expiresAt())
                    .isEqualTo(session.expiresAt().plus(Duration.ofMinutes(10)));
            clock.move(Duration.ofMinutes(25));
            assertThat(sessions.find(session.id())).isPresent();
            assertThat(sessions.revoke(session.id())).isTrue();
        } finally {
            plainly(plain -> plain.configSet("maxmemory", "0"));
        }
    }

    @Test
    void a_server_that_refuses() {
        Session session = sessions().create("user-42");
        plainly(plain -> plain.aclSetuser(
                "limited",
                AclSetuserArgs.Builder.on()
                        .addPassword("secret")
                        .allKeys()
                        .allCommands()
                        .removeCommand(CommandType.HMGET)));
        try (Redis limited = SharedRedis.connect("redis://limited:secret@127.0.0.1:" + SERVER.port())) {
            Sessions sessions = Sessions.builder("web").shared(limited).build();
            assertThatThrownBy(() -> sessions.find(session.id()))
                    .isInstanceOf(SessionStoreUnavailableException.class)
                    .hasMessageContaining(
                            "Sessions 'web': find failed: Redis 127.0.0.1:" + SERVER.port() + " answered: ")
                    .cause()
                    .isExactlyInstanceOf(RedisException.class);
        }
    }

    @Test
    void a_link_that_was_closed() {
        Sessions sessions = sessions();
        Session session = sessions.create("user-42");
        redis.close();
        assertAllFail(sessions, session.id(), RedisUnavailableException.class, "is not connected");
    }

    @Test
    void a_caller_that_is_interrupted_is_not_told_that_there_is_no_session() {
        Sessions sessions = sessions();
        Session session = sessions.create("user-42");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> sessions.find(session.id())).isInstanceOf(SessionStoreUnavailableException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private Sessions sessions() {
        return Sessions.builder("web").shared(redis).build();
    }

    private static void assertAllFail(Sessions sessions, String id, Class<? extends Throwable> cause, String because) {
        assertFails("create", () -> sessions.create("user-42"), cause, because);
        assertFails("find", () -> sessions.find(id), cause, because);
        assertFails("revoke", () -> sessions.revoke(id), cause, because);
    }

    private static void assertFails(
            String operation, ThrowingCallable call, Class<? extends Throwable> cause, String because) {
        assertThatThrownBy(call)
                .isInstanceOf(SessionStoreUnavailableException.class)
                .isInstanceOf(SessionException.class)
                .hasMessageStartingWith("Sessions 'web': " + operation + " failed: Redis 127.0.0.1:")
                .hasMessageContaining(because)
                .hasCauseInstanceOf(cause);
    }

    private static void plainly(Consumer<RedisCommands<String, String>> work) {
        try (RedisClient client = RedisClient.create(SERVER.uri())) {
            work.accept(client.connect().sync());
        }
    }

    private static void awaitConnected(Redis redis) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!redis.isConnected()) {
            assertThat(System.nanoTime()).as("time to connect").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
