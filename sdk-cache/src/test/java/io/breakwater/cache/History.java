package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;

/**
 * Some nodes whose threads read and change the same few keys at random, while a conductor disturbs them; each value that is read is
 * held against what the node owes. One cache fails when Redis does, one makes good later what Redis could not be told, and its values
 * end early and are refreshed, and one is written through, and does by the seed one or the other.
 */
final class History implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMillis(150);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);

    private static final int NODES = 3;
    private static final int THREADS_A_NODE = 3;

    private final long seed;
    private final SplittableRandom random;
    private final List<Node> nodes = new ArrayList<>();
    private final List<List<Door>> doors = new ArrayList<>();
    private final List<Ledger> ledgers;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final SyncWatch watch;
    private final Queue<Throwable> mishaps = new ConcurrentLinkedQueue<>();
    private final AtomicLong strikes = new AtomicLong();
    private volatile boolean over;

    History(String uri, Mix mix, long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        WhenStoreFails writes = random.nextBoolean() ? WhenStoreFails.FAIL : WhenStoreFails.REPAIR_LATER;
        this.ledgers = List.of(
                new Ledger("plain", NODES, WhenStoreFails.FAIL),
                new Ledger("brief", NODES, WhenStoreFails.REPAIR_LATER),
                new Ledger("through", NODES, writes));
        for (int number = 0; number < NODES; number++) {
            Node node = Node.on(uri, TIMEOUT, HEARTBEAT);
            nodes.add(node);
            doors.add(doors(number, node));
        }
        this.watch = new SyncWatch(nodes, doors);
        for (int i = 0; i < NODES * THREADS_A_NODE; i++) {
            workers.add(new Worker(doors.get(i % NODES), mix, random.split(), watch::lapses, () -> over));
        }
    }

    private List<Door> doors(int number, Node node) {
        Ledger plain = ledgers.get(0);
        Ledger brief = ledgers.get(1);
        Ledger through = ledgers.get(2);
        CacheBuilder<String, String> ending = cache(node, brief)
                .expiry(Duration.ofMillis(300), 0.5)
                .refreshAhead(0.5)
                .staleIfError(Duration.ofMillis(500));
        return List.of(
                Door.readThrough(number, plain, cache(node, plain)),
                Door.readThrough(number, brief, ending),
                Door.writeThrough(number, through, cache(node, through)));
    }

    private static CacheBuilder<String, String> cache(Node node, Ledger ledger) {
        return node.cache(ledger.cache()).whenStoreFails(ledger.whenStoreFails());
    }

    /** One on one server, with all that befalls it there. */
    static Verdict on(RedisServer server, Weather weather, Mix mix, long seed, long operations, Duration atMost) {
        try (History history = new History(server.uri(), mix, seed)) {
            weather.befalls(history, server);
            return history.run(operations, atMost);
        }
    }

    /** The violations of a busy one, for those who have no class of this package in common with it. */
    static List<String> violations(RedisServer server, String weather, long seed, long operations, Duration atMost) {
        return on(server, Weather.valueOf(weather), Mix.busy(), seed, operations, atMost)
                .violations();
    }

    /** Troubles with these nodes, drawn by the history's seed. */
    void disturbedBy(BiFunction<History, SplittableRandom, Troubles> troubles) {
        begin(new Conductor(this, troubles.apply(this, random.split())), "conductor");
    }

    /** Goes on until so much was done, or something was wrong, or the time is over. */
    Verdict run(long operations, Duration atMost) {
        for (int i = 0; i < workers.size(); i++) {
            begin(workers.get(i), "worker-" + i);
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        while (operations() < operations && isClean() && !over && System.nanoTime() - deadline < 0) {
            watch.look();
            LockSupport.parkNanos(2_000_000);
        }
        stop();
        if (!mishaps.isEmpty()) {
            throw new IllegalStateException("a history ended before its time, seed " + seed, mishaps.element());
        }
        return verdict();
    }

    List<Node> nodes() {
        return nodes;
    }

    SyncWatch watch() {
        return watch;
    }

    /** The conductor has done something to the nodes. */
    void struck() {
        strikes.incrementAndGet();
    }

    boolean isOver() {
        return over;
    }

    long operations() {
        return workers.stream().mapToLong(Worker::operations).sum();
    }

    private boolean isClean() {
        return ledgers.stream().allMatch(Ledger::isClean);
    }

    private Verdict verdict() {
        return new Verdict(
                seed,
                operations(),
                strikes.get(),
                workers.stream().mapToLong(Worker::failures).sum(),
                watch.raised(),
                ledgers.stream().mapToLong(Ledger::loads).sum(),
                ledgers.stream().mapToLong(Ledger::overlaps).sum(),
                ledgers.stream().flatMap(ledger -> ledger.violations().stream()).toList());
    }

    private void begin(Runnable work, String name) {
        Thread thread = new Thread(() -> noticed(work), "history-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void noticed(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            mishaps.add(e);
            over = true;
        }
    }

    private void stop() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted at the end of a history", e);
            }
        }
    }

    @Override
    public void close() {
        over = true;
        nodes.forEach(Node::close);
    }
}
