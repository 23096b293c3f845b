package io.breakwater.devservices;

import static io.breakwater.devservices.Direction.REPLIES;
import static io.breakwater.devservices.Direction.REQUESTS;
import static io.breakwater.devservices.Ends.assertEnded;
import static io.breakwater.devservices.Ends.assertPasses;
import static io.breakwater.devservices.Ends.assertReceives;
import static io.breakwater.devservices.Ends.assertReset;
import static io.breakwater.devservices.Ends.assertSilent;
import static io.breakwater.devservices.Ends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Ends.Connection;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each lever of a proxy on a connection that was open and on a new one, and how it heals. */
class NetworkFaultsTest {

    private Ends ends;
    private FaultProxy proxy;
    private Connection open;

    @BeforeEach
    void start() throws IOException {
        ends = new Ends();
        proxy = ends.proxy;
        open = ends.connect();
        assertPasses(open);
    }

    @AfterEach
    void stop() throws IOException {
        open.close();
        ends.close();
    }

    @Test
    void delay_comes_on_top_in_each_direction() throws Exception {
        proxy.delay(Duration.ofMillis(100));
        assertThat(roundTrip(open)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        try (Connection fresh = ends.connect()) {
            assertThat(roundTrip(fresh)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
        send(open.client(), "on the way");
        proxy.delay(Duration.ofDays(1));
        send(open.client(), " for a day");
        proxy.heal();
        assertReceives(open.server(), "on the way for a day");
        assertPasses(open);
    }

    @Test
    void delay_does_not_throttle() throws Exception {
        proxy.delay(Duration.ofMillis(200));
        long start = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            send(open.client(), "x".repeat(1_000));
        }
        assertReceives(open.server(), "x".repeat(200_000));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as("not 200 delays one after the other")
                .isBetween(Duration.ofMillis(200), Duration.ofSeconds(15));
    }

    @Test
    void the_end_of_a_stream_is_delayed_too() throws Exception {
        proxy.delay(Duration.ofMillis(150));
        long start = System.nanoTime();
        send(open.client(), "last");
        open.client().shutdownOutput();
        assertReceives(open.server(), "last");
        assertEnded(open.server());
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void jitter_keeps_the_order() throws Exception {
        proxy.jitter(Duration.ofMillis(20), 7);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            send(open.client(), i + ",");
            all.append(i).append(',');
        }
        assertReceives(open.server(), all.toString());
        proxy.jitter(Duration.ofMillis(20));
        assertPasses(open);
    }

    @Test
    void bandwidth_limits_all_connections_together_and_each_direction_by_itself() throws Exception {
        proxy.bandwidth(100_000);
        long start = System.nanoTime();
        try (Connection fresh = ends.connect()) {
            String text = "x".repeat(25_000);
            for (Connection connection : new Connection[] {open, fresh}) {
                send(connection.client(), text);
                send(connection.server(), text);
            }
            for (Connection connection : new Connection[] {open, fresh}) {
                assertReceives(connection.server(), text);
                assertReceives(connection.client(), text);
            }
        }
        // 50 000 bytes in each direction, of which the first slice and one slice of lateness are free.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(450));
        proxy.bandwidth(1);
        send(open.client(), "x".repeat(1_000_000));
        proxy.heal();
        assertReceives(open.server(), "x".repeat(1_000_000));
    }

    @Test
    void cut_ends_both_sides_in_order() throws Exception {
        proxy.cut();
        assertEnded(open.client());
        assertEnded(open.server());
        assertThat(proxy.openConnections()).isZero();
        try (Connection fresh = ends.connect()) {
            assertPasses(fresh);
        }
    }

    @Test
    void cut_is_no_reset_though_bytes_are_on_the_way() throws Exception {
        proxy.blackHole();
        send(open.client(), "unread");
        send(open.server(), "unread");
        proxy.cut();
        assertEnded(open.client());
        assertEnded(open.server());
    }

    @Test
    void refuse_turns_away_new_connections_until_healed() throws Exception {
        proxy.refuse();
        proxy.refuse();
        assertThatThrownBy(ends::client).isInstanceOf(ConnectException.class);
        assertPasses(open);
        proxy.heal();
        try (Connection fresh = ends.connect()) {
            assertPasses(fresh);
        }
    }

    @Test
    void reset_resets_both_sides() throws Exception {
        proxy.reset();
        assertReset(open.client());
        assertReset(open.server());
        assertThat(proxy.openConnections()).isZero();
        try (Connection fresh = ends.connect()) {
            assertPasses(fresh);
        }
    }

    @Test
    void a_black_hole_passes_nothing_and_delivers_it_when_healed() throws Exception {
        proxy.blackHole();
        send(open.client(), "ask");
        send(open.server(), "tell");
        assertSilent(open.server());
        assertSilent(open.client());
        try (Socket client = ends.client()) {
            send(client, "anybody there?");
            ends.assertServesNobody();
            proxy.heal();
            try (Socket server = ends.accept()) {
                assertReceives(server, "anybody there?");
            }
        }
        assertReceives(open.server(), "ask");
        assertReceives(open.client(), "tell");
    }

    @Test
    void in_a_black_hole_nobody_hears_of_an_end() throws Exception {
        proxy.blackHole();
        send(open.client(), "last words");
        open.client().close();
        assertSilent(open.server());
        proxy.heal();
        assertReceives(open.server(), "last words");
        assertEnded(open.server());
    }

    @Test
    void a_black_hole_stops_what_is_delayed() throws Exception {
        proxy.delay(Duration.ofMillis(50));
        send(open.client(), "slow");
        proxy.blackHole();
        assertSilent(open.server());
        proxy.heal();
        assertReceives(open.server(), "slow");
    }

    @Test
    void a_lost_server_is_silent_until_healed() throws Exception {
        proxy.loseServer();
        assertReset(open.server());
        send(open.client(), "anybody there?");
        assertSilent(open.client());
        assertThat(proxy.openConnections()).isEqualTo(1);
        try (Connection fresh = ends.connect()) {
            assertPasses(fresh);
            proxy.heal();
            assertReset(open.client());
            assertPasses(fresh);
        }
    }

    @Test
    void a_lost_client_is_silent_until_healed() throws Exception {
        proxy.loseClient();
        assertReset(open.client());
        send(open.server(), "anybody there?");
        assertSilent(open.server());
        proxy.heal();
        assertReset(open.server());
        assertThat(proxy.openConnections()).isZero();
    }

    @Test
    void a_half_open_connection_is_gone_when_its_other_half_ends() throws Exception {
        proxy.loseServer();
        open.client().close();
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (proxy.openConnections() > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void dropped_requests_do_not_pass_while_replies_do() throws Exception {
        assertDrops(REQUESTS, open.client(), open.server());
    }

    @Test
    void dropped_replies_do_not_pass_while_requests_do() throws Exception {
        assertDrops(REPLIES, open.server(), open.client());
    }

    private void assertDrops(Direction direction, Socket sender, Socket receiver) throws IOException {
        long before = proxy.bytes(direction);
        proxy.drop(direction);
        send(sender, "x".repeat(1_000_000));
        send(receiver, "and back?");
        assertReceives(sender, "and back?");
        assertSilent(receiver);
        assertThat(proxy.bytes(direction)).isEqualTo(before);
        try (Connection untouched = ends.connect()) {
            proxy.heal();
            assertReset(sender);
            assertReset(receiver);
            assertPasses(untouched);
        }
    }

    @Test
    void a_dropped_end_is_not_told() throws Exception {
        proxy.drop(REQUESTS);
        open.client().close();
        assertSilent(open.server());
        proxy.heal();
        assertReset(open.server());
    }

    @Test
    void levers_add_up() throws Exception {
        proxy.delay(Duration.ofMillis(100));
        proxy.drop(REPLIES);
        proxy.refuse();
        proxy.bandwidth(1_000_000);
        long start = System.nanoTime();
        send(open.client(), "slow");
        assertReceives(open.server(), "slow");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        send(open.server(), "lost");
        assertSilent(open.client());
        assertThatThrownBy(ends::client).isInstanceOf(ConnectException.class);
    }

    private static Duration roundTrip(Connection connection) throws IOException {
        long start = System.nanoTime();
        assertPasses(connection);
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
