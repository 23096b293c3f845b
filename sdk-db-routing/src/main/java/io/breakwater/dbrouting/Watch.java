package io.breakwater.dbrouting;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps the topology up to date: one probe for each node, and a new judgement after each of them. */
final class Watch implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(RoutingDataSource.class);

    private final String name;
    private final List<Node> nodes;
    private final ProbeSettings settings;
    private final NanoClock clock;
    private final List<NodeProbe> probes;
    private final ReentrantLock judging = new ReentrantLock();
    private final AtomicLong wokenAtNanos;

    private volatile Topology topology;
    private volatile boolean closed;

    Watch(String name, List<Node> nodes, ProbeSettings settings, NanoClock clock) {
        this.name = name;
        this.nodes = nodes;
        this.settings = settings;
        this.clock = clock;
        this.probes = nodes.stream().map(this::probe).toList();
        this.wokenAtNanos = new AtomicLong(clock.nanos());
        this.topology = judge();
    }

    private NodeProbe probe(Node node) {
        String thread = "breakwater-" + name + "-probe-" + node.name();
        return new NodeProbe(thread, node, settings, clock, this::refresh);
    }

    /** Starts the probes, and waits until each has answered or failed, at most {@code atMost}. */
    void start(Duration atMost) {
        probes.forEach(NodeProbe::start);
        long deadline = clock.nanos() + atMost.toNanos();
        try {
            for (NodeProbe probe : probes) {
                probe.awaitFirst(Duration.ofNanos(Math.max(0, deadline - clock.nanos())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!topology.verdicts().stream().allMatch(Verdict::usable)) {
            LOGGER.warn("{} starts with {}", name, describe());
        }
    }

    /** The topology now; judged again first if a sample behind it has become too old. */
    Topology topology() {
        if (clock.nanos() - topology.validUntilNanos() > 0) {
            refresh();
        }
        return topology;
    }

    /**
     * Judges again. When a node changed its role or use, the others are probed at once: they may have changed with it.
     */
    void refresh() {
        Topology before;
        Topology after;
        judging.lock();
        try {
            before = topology;
            after = judge();
            topology = after;
        } finally {
            judging.unlock();
        }
        if (!closed && !after.sameUseAs(before)) {
            logChanges(before, after);
            wakeProbes();
        }
    }

    /** Every node's state, for messages. */
    String describe() {
        List<Verdict> verdicts = topology.verdicts();
        return IntStream.range(0, nodes.size())
                .mapToObj(node -> nodes.get(node).name() + " " + verdicts.get(node))
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        closed = true;
        probes.forEach(NodeProbe::close);
    }

    private Topology judge() {
        return Topology.of(nodes.stream().map(Node::history).toList(), settings, clock.nanos());
    }

    /** At most once in an interval, so that a node that keeps changing is not probed without pause. */
    private void wakeProbes() {
        long now = clock.nanos();
        long last = wokenAtNanos.get();
        if (now - last >= settings.interval().toNanos() && wokenAtNanos.compareAndSet(last, now)) {
            probes.forEach(NodeProbe::wake);
        }
    }

    private void logChanges(Topology before, Topology after) {
        for (int node = 0; node < nodes.size(); node++) {
            Verdict verdict = after.verdicts().get(node);
            if (!verdict.sameUseAs(before.verdicts().get(node))) {
                LOGGER.atLevel(verdict.usable() ? Level.INFO : Level.WARN)
                        .log("{}: {} is now {}", name, nodes.get(node).name(), verdict);
            }
        }
    }
}
