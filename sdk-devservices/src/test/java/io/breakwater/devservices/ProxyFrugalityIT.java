package io.breakwater.devservices;

import static io.breakwater.devservices.Ends.assertSilent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What faults cost: no thread and no file descriptor in the end, and no processor while nothing can pass. */
class ProxyFrugalityIT {

    private static final List<Consumer<FaultProxy>> LEVERS = List.of(
            FaultProxy::cut,
            FaultProxy::reset,
            FaultProxy::refuse,
            FaultProxy::blackHole,
            FaultProxy::loseServer,
            FaultProxy::loseClient,
            proxy -> proxy.drop(Direction.REQUESTS),
            proxy -> proxy.drop(Direction.REPLIES),
            proxy -> proxy.hold(Direction.REPLIES),
            proxy -> proxy.holdAfter(Direction.REQUESTS, 3),
            proxy -> proxy.delay(Duration.ofDays(1)),
            proxy -> proxy.bandwidth(1));

    @Test
    void a_thousand_faults_leave_no_thread_and_no_descriptor_behind() throws Exception {
        RedisServer redis = DevServices.redis();
        FaultProxy proxy = FaultProxy.before(redis.port());
        breakNetwork(proxy, 60);
        awaitAtMost(0, proxy::openConnections, "open connections");
        int descriptors = descriptors();
        breakNetwork(proxy, 1_000);
        awaitAtMost(0, proxy::openConnections, "open connections");
        awaitAtMost(descriptors, ProxyFrugalityIT::descriptors, "file descriptors");
        awaitAtMost(1, ProxyFrugalityIT::proxyThreads, "threads of proxies");
        for (int i = 0; i < 100; i++) {
            proxy.close();
            proxy = FaultProxy.before(redis.port());
            breakNetwork(proxy, 1);
        }
        proxy.close();
        awaitAtMost(descriptors, ProxyFrugalityIT::descriptors, "file descriptors after many proxies");
        awaitAtMost(0, ProxyFrugalityIT::proxyThreads, "threads of proxies");
    }

    private static void breakNetwork(FaultProxy proxy, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            breakNetwork(proxy, LEVERS.get(i % LEVERS.size()), i / LEVERS.size() % 2 == 0);
        }
    }

    private static void breakNetwork(FaultProxy proxy, Consumer<FaultProxy> lever, boolean closeFirst)
            throws IOException {
        try (RedisTalk talk = new RedisTalk(proxy.port())) {
            assertThat(talk.ask("PING")).isEqualTo("+PONG");
            lever.accept(proxy);
            sendUnlessEnded(talk);
            if (closeFirst) {
                talk.close();
            }
            proxy.heal();
        }
    }

    private static void sendUnlessEnded(RedisTalk talk) {
        try {
            talk.send("PING");
        } catch (IOException e) {
            assertThat(e).hasMessageFindingMatch("reset|pipe|closed");
        }
    }

    @Test
    void waiting_costs_no_processor() throws Exception {
        try (Ends ends = new Ends();
                Ends.Connection idle = ends.connect();
                Ends.Connection flooded = ends.connect();
                Ends.Connection ended = ends.connect();
                Ends.Connection half = ends.connect()) {
            ends.proxy.hold(Direction.REQUESTS);
            flood(flooded.client());
            half.client().shutdownOutput();
            ended.client().close();
            assertIdle(ends, idle);
            ends.proxy.delay(Duration.ofDays(1));
            ends.proxy.bandwidth(1);
            assertIdle(ends, idle);
            ends.proxy.blackHole();
            half.server().setSoLinger(true, 0);
            half.server().close();
            try (Socket unserved = ends.client()) {
                Ends.send(unserved, "anybody there?");
                assertIdle(ends, idle);
            }
        }
    }

    /** Fills all that takes bytes on the way; the thread ends with the socket. */
    private static void flood(Socket client) {
        Thread flood = new Thread(
                () -> assertThatThrownBy(() -> client.getOutputStream().write(new byte[64 << 20]))
                        .isInstanceOf(IOException.class),
                "flood until the socket closes");
        flood.start();
    }

    private static void assertIdle(Ends ends, Ends.Connection idle) throws IOException {
        assertSilent(idle.client());
        long thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("breakwater-proxy-" + ends.proxy.port()))
                .findFirst()
                .orElseThrow()
                .getId();
        long before = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread);
        assertSilent(idle.client());
        assertSilent(idle.server());
        assertThat(Duration.ofNanos(ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) - before))
                .as("of 300 ms")
                .isLessThan(Duration.ofMillis(60));
    }

    private static int descriptors() {
        String[] open = new File("/proc/self/fd").list();
        return open == null ? 0 : open.length;
    }

    private static int proxyThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("breakwater-proxy-"))
                .count();
    }

    private static void awaitAtMost(int most, IntSupplier now, String what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        for (int seen = now.getAsInt(); seen > most; seen = now.getAsInt()) {
            assertThat(System.nanoTime())
                    .as("%d %s where %d are expected", seen, what, most)
                    .isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }
}
