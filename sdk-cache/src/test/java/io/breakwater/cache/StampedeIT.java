package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many who want one key at the same time, in several JVMs. */
class StampedeIT {

    private static final int NODES = 4;
    private static final int THREADS = 25;

    private final String name = "stampede-" + UUID.randomUUID();
    private final List<Node> nodes = new ArrayList<>();
    private final List<ReadThrough<String, String>> caches = new ArrayList<>();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        nodes.forEach(Node::close);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("cache B0: 100 threads of 4 nodes on a cold key make one load")
    void one_load_for_all(Topology topology) throws Exception {
        start(topology, this::gatedLoad);
        for (Background<String> caller : callers()) {
            assertThat(caller.result()).isEqualTo("v1");
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName(
            "cache B1: of 100 threads of 4 nodes each gets an exception of a failing loader, which has one call per pause")
    void one_failure_for_all() throws Exception {
        List<Long> begun = new ArrayList<>();
        List<Long> failed = new ArrayList<>();
        start(Topology.STANDALONE, key -> {
            begun.add(System.nanoTime());
            gate.pass();
            failed.add(System.nanoTime());
            throw new IllegalArgumentException("no such luck");
        });
        for (Background<String> caller : callers()) {
            assertThat(caller.failure()).hasMessageContaining("no such luck");
        }
        for (int next = 1; next < begun.size(); next++) {
            assertThat(begun.get(next) - failed.get(next - 1))
                    .as("pause before call %d in ns, to the millisecond", next + 1)
                    .isGreaterThan(TimeUnit.MILLISECONDS.toNanos(99));
        }
    }

    @Test
    @DisplayName("cache B1: each failure more doubles the pause, on whichever node")
    void pauses_double() {
        start(Topology.STANDALONE, key -> {
            loads.incrementAndGet();
            throw new IllegalArgumentException("no such luck");
        });
        List<Long> pauses = new ArrayList<>();
        ConcurrentLinkedQueue<Throwable> told = new ConcurrentLinkedQueue<>();
        for (int failures = 1; failures <= 3; failures++) {
            int expected = failures;
            Node.await(() -> {
                told.add(failure(caches.get(expected % NODES)));
                return loads.get() == expected;
            });
            pauses.add(pauseOf(failure(caches.get((expected + 1) % NODES))));
        }
        assertThat(pauses.get(0)).isBetween(0L, 100L);
        assertThat(pauses.get(1)).isBetween(101L, 200L);
        assertThat(pauses.get(2)).isBetween(201L, 400L);
        assertThat(told).allMatch(failure -> failure.getMessage().contains("no such luck"));
    }

    @Test
    @DisplayName("cache B2: whose time is over while another node loads gets an exception, and does not load")
    void a_waiter_s_timeout() throws Exception {
        start(Topology.STANDALONE, this::gatedLoad);
        Background<String> loading = Background.call(() -> caches.get(0).get("key"));
        gate.awaitReached();
        ReadOptions impatient = ReadOptions.defaults().timeout(Duration.ofMillis(50));
        assertThatThrownBy(() -> caches.get(1).lookup("key", impatient))
                .isExactlyInstanceOf(CacheLoadException.class)
                .hasMessage("Cache " + name + ", key key: there was no value within 50 ms");
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        assertThat(caches.get(1).get("key")).isEqualTo("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache B3: cancelled and interrupted callers end no load, on their node or another")
    void callers_who_leave() throws Exception {
        start(Topology.STANDALONE, this::gatedLoad);
        CompletableFuture<Lookup<String>> first = async(caches.get(0));
        gate.awaitReached();
        CompletableFuture<Lookup<String>> elsewhere = async(caches.get(1));
        Background<String> interrupted =
                Background.call(() -> caches.get(2).get("key")).until(Thread.State.TIMED_WAITING);
        assertThat(List.of(first.cancel(true), elsewhere.cancel(true))).containsOnly(true);
        interrupted.interrupt();
        assertThat(interrupted.failure()).hasMessageContaining("interrupted while waiting for the load");
        Background<String> stays =
                Background.call(() -> caches.get(3).get("key")).until(Thread.State.TIMED_WAITING);
        gate.open();
        assertThat(stays.result()).isEqualTo("v1");
        assertThat(caches).allSatisfy(cache -> assertThat(cache.get("key")).isEqualTo("v1"));
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache B6: however close the readers of two nodes are, each key is loaded once")
    void one_load_however_close() throws Exception {
        start(Topology.STANDALONE, this::load);
        Background<Integer> other = Background.call(() -> readAll(caches.get(1)));
        readAll(caches.get(0));
        other.result();
        assertThat(loads).hasValue(1_000);
    }

    @Test
    void those_who_wait_on_other_nodes_are_told_when_a_load_ends_and_if_nobody_waits_nobody_is() throws Exception {
        start(Topology.STANDALONE, this::gatedLoad);
        Background<String> loading = Background.call(() -> caches.get(0).get("key"));
        gate.awaitReached();
        Background<String> waiting = Background.call(() -> caches.get(1).get("key"));
        try (Records records = new Records(Topology.STANDALONE.uri(), name)) {
            Node.await(() -> isWaitedFor(records.get("key")));
        }
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        assertThat(waiting.result()).isEqualTo("v1");
        Node.await(() -> nodes.get(1).messages().arrived() == 1);
        assertThat(caches.get(0).get("other")).isEqualTo("v2");
        caches.get(0).invalidate("other");
        Node.await(() ->
                caches.get(1).stats().heard() == 1 && nodes.get(1).messages().arrived() > 1);
        assertThat(nodes.get(1).messages().arrived()).isEqualTo(2);
    }

    private void start(Topology topology, Loader<String, String> loader) {
        for (int i = 0; i < NODES; i++) {
            Node node = Node.on(topology.uri());
            nodes.add(node);
            caches.add(node.ready(node.cache(name).readThrough(loader)));
        }
    }

    /** All wait for one load when the gate opens. */
    private List<Background<String>> callers() {
        List<Background<String>> callers = new ArrayList<>();
        for (ReadThrough<String, String> cache : caches) {
            for (int i = 0; i < THREADS; i++) {
                callers.add(Background.call(() -> cache.get("key")));
            }
        }
        callers.forEach(caller -> caller.until(Thread.State.TIMED_WAITING));
        gate.awaitReached();
        gate.open();
        return callers;
    }

    /** In the rest of a lease, behind its token. */
    private static boolean isWaitedFor(StoredRecord lease) {
        return lease.bytes()[lease.body() + Long.BYTES] == 1;
    }

    private static CompletableFuture<Lookup<String>> async(ReadThrough<String, String> cache) {
        return cache.lookupAsync("key", ReadOptions.defaults()).toCompletableFuture();
    }

    private static int readAll(ReadThrough<String, String> cache) {
        for (int key = 0; key < 1_000; key++) {
            assertThat(cache.get("key" + key)).startsWith("v");
        }
        return 1_000;
    }

    private static Throwable failure(ReadThrough<String, String> cache) {
        try {
            throw new AssertionError("there is a value: " + cache.get("key"));
        } catch (RuntimeException e) {
            return e;
        }
    }

    private static long pauseOf(Throwable failure) {
        assertThat(failure).hasMessageMatching(".*nobody tries again for \\d+ ms");
        return Long.parseLong(failure.getMessage().replaceAll(".* for (\\d+) ms", "$1"));
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private String gatedLoad(String key) {
        String loaded = load(key);
        gate.pass();
        return loaded;
    }
}
