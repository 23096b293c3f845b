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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Ends.Connection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a proxy does without faults, and how it begins and ends. */
class FaultProxyTest {

    private static final int LARGE = 16 << 20;

    private Ends ends;

    @BeforeEach
    void start() throws IOException {
        ends = new Ends();
    }

    @AfterEach
    void stop() throws IOException {
        ends.close();
    }

    @Test
    void bytes_pass_both_ways_and_are_counted() throws Exception {
        try (Connection connection = ends.connect()) {
            assertPasses(connection);
            assertThat(ends.proxy.bytes(REQUESTS)).isEqualTo(3);
            assertThat(ends.proxy.bytes(REPLIES)).isEqualTo(6);
            assertThat(ends.proxy.openConnections()).isEqualTo(1);
        }
        awaitConnections(0);
        assertThat(ends.proxy.bytes(REQUESTS)).isEqualTo(3);
    }

    @Test
    void the_end_of_one_direction_leaves_the_other_open() throws Exception {
        try (Connection connection = ends.connect()) {
            send(connection.client(), "last words");
            connection.client().shutdownOutput();
            assertReceives(connection.server(), "last words");
            assertEnded(connection.server());
            send(connection.server(), "answer");
            assertReceives(connection.client(), "answer");
            connection.server().shutdownOutput();
            assertEnded(connection.client());
            awaitConnections(0);
        }
        try (Connection connection = ends.connect()) {
            connection.server().shutdownOutput();
            assertEnded(connection.client());
            send(connection.client(), "still asking");
            assertReceives(connection.server(), "still asking");
        }
    }

    @Test
    void a_reset_passes_as_a_reset() throws Exception {
        try (Connection connection = ends.connect()) {
            assertPasses(connection);
            connection.server().setSoLinger(true, 0);
            connection.server().close();
            assertReset(connection.client());
        }
        try (Connection connection = ends.connect()) {
            connection.client().setSoLinger(true, 0);
            connection.client().close();
            assertReset(connection.server());
        }
        awaitConnections(0);
    }

    @Test
    void a_reset_that_meets_a_reply_passes_too() throws Exception {
        for (int i = 0; i < 500; i++) {
            try (Connection connection = ends.connect()) {
                connection.client().setSoLinger(true, 0);
                send(connection.server(), "too late");
                connection.client().close();
                assertReset(connection.server());
            }
        }
    }

    @Test
    void sixteen_megabytes_pass_unharmed_both_ways_at_once() throws Exception {
        byte[] asked = new byte[LARGE];
        byte[] answered = new byte[LARGE];
        new Random(1).nextBytes(asked);
        new Random(2).nextBytes(answered);
        try (Connection connection = ends.connect()) {
            var receivedByServer = received(connection.server());
            var receivedByClient = received(connection.client());
            var askedAll = sent(connection.client(), asked);
            var answeredAll = sent(connection.server(), answered);
            assertThat(receivedByServer.get(60, TimeUnit.SECONDS)).isEqualTo(asked);
            assertThat(receivedByClient.get(60, TimeUnit.SECONDS)).isEqualTo(answered);
            askedAll.get(1, TimeUnit.SECONDS);
            answeredAll.get(1, TimeUnit.SECONDS);
        }
        assertThat(ends.proxy.bytes(REQUESTS)).isEqualTo(LARGE);
        assertThat(ends.proxy.bytes(REPLIES)).isEqualTo(LARGE);
    }

    @Test
    void a_slow_receiver_slows_its_sender_and_loses_nothing() throws Exception {
        try (Connection connection = ends.connect()) {
            connection.server().setReceiveBufferSize(64 << 10);
            connection.client().setSendBufferSize(64 << 10);
            byte[] all = new byte[64 << 20];
            new Random(3).nextBytes(all);
            var sent = sent(connection.client(), all);
            assertSilent(connection.client());
            assertThat(ends.proxy.bytes(REQUESTS)).isBetween(1L, 32L << 20);
            assertThat(sent).isNotDone();
            assertThat(received(connection.server()).get(60, TimeUnit.SECONDS)).isEqualTo(all);
            sent.get(1, TimeUnit.SECONDS);
        }
    }

    @Test
    void many_connections_stand_side_by_side() throws Exception {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 300; i++) {
                connections.add(ends.connect());
            }
            for (int i = 0; i < connections.size(); i++) {
                send(connections.get(i).client(), "from client " + i + ";");
            }
            for (int i = connections.size() - 1; i >= 0; i--) {
                assertReceives(connections.get(i).server(), "from client " + i + ";");
            }
            assertThat(ends.proxy.openConnections()).isEqualTo(300);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
        awaitConnections(0);
    }

    @Test
    void without_a_server_clients_are_reset() throws Exception {
        ends.listener.close();
        try (Socket client = ends.client()) {
            assertReset(client);
        }
        awaitConnections(0);
    }

    @Test
    void a_proxy_may_stand_before_a_named_host_and_says_so() {
        try (FaultProxy proxy = FaultProxy.before("localhost", 6379)) {
            assertThat(proxy).hasToString("FaultProxy on 127.0.0.1:" + proxy.port() + " before localhost:6379");
        }
    }

    @Test
    void close_ends_connections_thread_and_port_and_may_be_repeated() throws Exception {
        Connection connection = ends.connect();
        FaultProxy proxy = ends.proxy;
        Pause pause = proxy.hold(REQUESTS);
        assertThat(threads()).contains("breakwater-proxy-" + proxy.port());
        proxy.close();
        proxy.close();
        assertEnded(connection.client());
        assertEnded(connection.server());
        assertThat(threads()).doesNotContain("breakwater-proxy-" + proxy.port());
        assertThatThrownBy(ends::client).isInstanceOf(ConnectException.class);
        try (ServerSocket other = new ServerSocket(proxy.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
        }
        assertThat(proxy.openConnections()).isZero();
        pause.resume();
        assertThatIllegalStateException()
                .isThrownBy(proxy::heal)
                .withMessage("breakwater-proxy-" + proxy.port() + " is closed");
        connection.close();
    }

    @Test
    void bad_arguments_are_named() {
        assertBad(() -> FaultProxy.before(0), "Invalid port (0): must be 1 to 65535");
        assertBad(() -> FaultProxy.before(65_536), "Invalid port (65536): must be 1 to 65535");
        assertBad(
                () -> FaultProxy.before("no such host.invalid", 1),
                "Invalid host (no such host.invalid): must be a name or address that can be resolved");
        assertBad(
                () -> ends.proxy.delay(Duration.ofMillis(-1)), "Invalid latency (PT-0.001S): must be zero to one day");
        assertBad(() -> ends.proxy.jitter(Duration.ofDays(2)), "Invalid bound (PT48H): must be zero to one day");
        assertBad(() -> ends.proxy.bandwidth(0), "Invalid bytesPerSecond (0): must be at least 1");
        assertBad(() -> ends.proxy.holdAfter(REPLIES, -1), "Invalid bytes (-1): must be zero or more");
        assertBad(() -> ends.proxy.holdAfterTurns(REPLIES, -1), "Invalid turns (-1): must be zero or more");
    }

    private static void assertBad(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }

    private static CompletableFuture<byte[]> received(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return socket.getInputStream().readAllBytes();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                FaultProxyTest::inThread);
    }

    private static CompletableFuture<Void> sent(Socket socket, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        socket.getOutputStream().write(bytes);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                FaultProxyTest::inThread);
    }

    /** It ends with its socket. */
    private static void inThread(Runnable task) {
        new Thread(task, "end of a connection").start();
    }

    private void awaitConnections(int expected) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ends.proxy.openConnections() != expected) {
            assertThat(System.nanoTime()).as("time to end").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
