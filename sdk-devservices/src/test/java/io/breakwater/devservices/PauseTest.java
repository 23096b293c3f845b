package io.breakwater.devservices;

import static io.breakwater.devservices.Direction.REPLIES;
import static io.breakwater.devservices.Direction.REQUESTS;
import static io.breakwater.devservices.Ends.assertEnded;
import static io.breakwater.devservices.Ends.assertPasses;
import static io.breakwater.devservices.Ends.assertReceives;
import static io.breakwater.devservices.Ends.assertSilent;
import static io.breakwater.devservices.Ends.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Ends.Connection;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A proxy that stops at an exact place, and goes on when told. */
class PauseTest {

    private static final Duration SOON = Duration.ofSeconds(20);

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
    void a_reply_is_held_until_resumed() throws Exception {
        Pause pause = proxy.hold(REPLIES);
        send(open.client(), "command");
        assertReceives(open.server(), "command");
        assertThat(pause.isReached()).isFalse();
        send(open.server(), "reply");
        pause.awaitReached(SOON);
        assertSilent(open.client());
        pause.resume();
        assertReceives(open.client(), "reply");
        assertPasses(open);
        assertThat(pause.isReached()).isTrue();
    }

    @Test
    void exactly_so_many_bytes_pass_over_all_connections() throws Exception {
        try (Connection other = ends.connect()) {
            Pause pause = proxy.holdAfter(REQUESTS, 7);
            send(open.client(), "four");
            assertReceives(open.server(), "four");
            assertThat(pause.isReached()).isFalse();
            send(other.client(), "three and more");
            pause.awaitReached(SOON);
            assertReceives(other.server(), "thr");
            assertSilent(other.server());
            assertThat(proxy.bytes(REQUESTS)).isEqualTo(3 + 7);
            pause.resume();
            assertReceives(other.server(), "ee and more");
        }
    }

    @Test
    void exactly_so_many_commands_pass_however_they_are_cut_up() throws Exception {
        Pause pause = proxy.holdAfterTurns(REQUESTS, 2);
        for (int i = 0; i < 2; i++) {
            send(open.client(), "a");
            assertReceives(open.server(), "a");
            assertPasses(open);
        }
        assertThat(pause.isReached()).isFalse();
        send(open.client(), "third");
        pause.awaitReached(SOON);
        assertSilent(open.server());
        pause.resume();
        assertReceives(open.server(), "third");
    }

    @Test
    void a_turn_that_has_begun_passes_to_its_end() throws Exception {
        send(open.client(), "begun, ");
        assertReceives(open.server(), "begun, ");
        Pause pause = proxy.holdAfterTurns(REQUESTS, 0);
        send(open.client(), "done");
        assertReceives(open.server(), "done");
        send(open.server(), "reply");
        assertReceives(open.client(), "reply");
        send(open.client(), "next");
        pause.awaitReached(SOON);
        assertSilent(open.server());
    }

    @Test
    void a_test_steps_from_command_to_command() throws Exception {
        Pause pause = proxy.hold(REQUESTS);
        send(open.client(), "12345");
        for (int i = 1; i <= 5; i++) {
            pause.awaitReached(SOON);
            Pause earlier = pause;
            pause = proxy.holdAfter(REQUESTS, 1);
            earlier.resume();
            assertReceives(open.server(), String.valueOf(i));
        }
        assertThat(pause.isReached()).isFalse();
        send(open.client(), "6");
        pause.awaitReached(SOON);
        assertSilent(open.server());
    }

    @Test
    void the_end_of_a_stream_is_held_in_its_place() throws Exception {
        Pause pause = proxy.hold(REQUESTS);
        open.client().shutdownOutput();
        pause.awaitReached(SOON);
        assertSilent(open.server());
        pause.resume();
        assertEnded(open.server());
    }

    @Test
    void healing_resumes() throws Exception {
        Pause requests = proxy.hold(REQUESTS);
        proxy.hold(REPLIES);
        send(open.client(), "ask");
        requests.awaitReached(SOON);
        proxy.heal();
        assertReceives(open.server(), "ask");
        assertPasses(open);
        requests.resume();
    }

    @Test
    void new_connections_are_held_too() throws Exception {
        Pause pause = proxy.hold(REQUESTS);
        try (Connection fresh = ends.connect()) {
            send(fresh.client(), "hello");
            pause.awaitReached(SOON);
            assertSilent(fresh.server());
        }
    }

    @Test
    void a_pause_that_is_not_reached_says_where() {
        Pause pause = proxy.hold(REPLIES);
        assertThatThrownBy(() -> pause.awaitReached(Duration.ofMillis(20)))
                .isInstanceOf(DevServicesException.class)
                .hasMessage("Nothing arrived at the pause in REPLIES through " + proxy + " within PT0.02S");
        assertThat(pause).hasToString("Pause in REPLIES through " + proxy);
    }
}
