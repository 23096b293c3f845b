package io.breakwater.devservices;

import static io.breakwater.devservices.Direction.REPLIES;
import static io.breakwater.devservices.Direction.REQUESTS;
import static io.breakwater.devservices.Ends.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy before real servers. */
class FaultProxyIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private RedisServer redis;
    private FaultProxy proxy;
    private RedisTalk direct;
    private RedisTalk through;

    @BeforeEach
    void start() throws IOException {
        redis = RedisSpec.disposable().start();
        proxy = FaultProxy.before(redis.port());
        direct = new RedisTalk(redis.port());
        through = new RedisTalk(proxy.port());
    }

    @AfterEach
    void stop() throws IOException {
        through.close();
        direct.close();
        proxy.close();
        redis.close();
    }

    @Test
    void a_command_is_done_though_its_reply_is_held() throws Exception {
        Pause pause = proxy.hold(REPLIES);
        through.send("INCR counter");
        pause.awaitReached(SOON);
        assertThat(direct.ask("GET counter")).isEqualTo("1");
        assertSilent(through.socket());
        pause.resume();
        assertThat(through.reply()).isEqualTo(":1");
    }

    @Test
    void something_happens_between_two_commands() throws Exception {
        Pause pause = proxy.holdAfterTurns(REQUESTS, 1);
        assertThat(through.ask("SET key mine")).isEqualTo("+OK");
        through.send("GET key");
        pause.awaitReached(SOON);
        assertThat(direct.ask("SET key theirs")).isEqualTo("+OK");
        pause.resume();
        assertThat(through.reply()).isEqualTo("theirs");
    }

    @Test
    void in_a_black_hole_a_command_waits_and_is_done_after_it() throws Exception {
        proxy.blackHole();
        through.send("SET key late");
        assertSilent(through.socket());
        assertThat(direct.ask("GET key")).isEqualTo("$-1");
        proxy.heal();
        assertThat(through.reply()).isEqualTo("+OK");
        assertThat(direct.ask("GET key")).isEqualTo("late");
    }

    @Test
    void redis_keeps_the_connection_of_a_lost_client_until_healed() throws Exception {
        through.ask("CLIENT SETNAME through");
        proxy.loseClient();
        assertThatThrownBy(() -> through.ask("PING")).isInstanceOf(IOException.class);
        assertThat(clients()).isEqualTo(2);
        proxy.heal();
        await(() -> clients() == 1);
    }

    @Test
    void a_server_that_comes_back_is_reached_again() throws Exception {
        redis.kill();
        assertThatThrownBy(() -> through.ask("PING")).isInstanceOf(IOException.class);
        redis.start();
        try (RedisTalk again = new RedisTalk(proxy.port())) {
            assertThat(again.ask("PING")).isEqualTo("+PONG");
        }
    }

    @Test
    void postgresql_passes_too() throws Exception {
        PostgresNode primary = DevServices.postgres().primary();
        try (FaultProxy before = FaultProxy.before(primary.port())) {
            String url = primary.jdbcUrl("postgres").replace(":" + primary.port() + "/", ":" + before.port() + "/");
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(lengthOf(connection, "repeat('x', 5000000)")).isEqualTo(5_000_000);
                assertThat(before.bytes(REPLIES)).isGreaterThan(5_000_000);
                before.cut();
                assertThatThrownBy(() -> lengthOf(connection, "'lost'")).isInstanceOf(SQLException.class);
            }
            try (Connection connection = DriverManager.getConnection(url)) {
                assertThat(lengthOf(connection, "'back'")).isEqualTo(4);
            }
        }
    }

    private long clients() throws IOException {
        try (RedisTalk asking = new RedisTalk(redis.port())) {
            asking.send("INFO clients");
            String line = asking.reply();
            while (!line.startsWith("connected_clients:")) {
                line = asking.reply();
            }
            return Long.parseLong(line.substring("connected_clients:".length())) - 1;
        }
    }

    private static int lengthOf(Connection connection, String expression) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + expression)) {
            rows.next();
            return rows.getString(1).length();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("time to wait").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
