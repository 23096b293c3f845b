package io.breakwater.dbrouting;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes connections from the pool of the node that should serve. */
final class Router implements AutoCloseable {

    private final String name;
    private final List<Node> nodes;
    private final Watch watch;
    private final RoundRobin turn = new RoundRobin();
    private volatile boolean closed;

    Router(String name, List<Node> nodes, Watch watch) {
        this.name = name;
        this.nodes = nodes;
        this.watch = watch;
    }

    /**
     * Takes a connection from a usable replica, else from the primary; anything but a read only from the primary.
     *
     * @throws SQLException if no node may serve, or the pool of the one that should is busy
     */
    Routed take(boolean forReading) throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException(name + " is closed", "08003");
        }
        SQLException failure = null;
        int attempts = forReading ? nodes.size() : 1;
        for (int attempt = 0; attempt < attempts; attempt++) {
            Topology topology = watch.topology();
            Integer index = forReading ? reader(topology) : topology.primary();
            if (index == null) {
                break;
            }
            Node node = nodes.get(index);
            try {
                return new Routed(node.take(forReading), node.name(), forReading, topology.isReplica(index));
            } catch (SQLException e) {
                leaveOut(node, e);
                failure = e;
            }
        }
        String wanted = forReading ? " has no node to read from: " : " has no primary to write to: ";
        throw new SQLTransientConnectionException(name + wanted + watch.describe(), "08001", failure);
    }

    /** Takes a connection for questions that any node can answer, from where {@code forReading} would go if it can. */
    Routed takeAny(boolean forReading) throws SQLException {
        try {
            return take(forReading);
        } catch (SQLTransientConnectionException e) {
            if (forReading) {
                throw e;
            }
            return take(true);
        }
    }

    List<NodeStatus> statuses() {
        List<Verdict> verdicts = watch.topology().verdicts();
        return IntStream.range(0, nodes.size())
                .mapToObj(node -> nodes.get(node).status(verdicts.get(node)))
                .toList();
    }

    /** Ends the probes, then closes the pools. */
    @Override
    public void close() {
        closed = true;
        watch.close();
        nodes.forEach(Node::closePool);
    }

    private @Nullable Integer reader(Topology topology) {
        return topology.replicas().isEmpty() ? topology.primary() : turn.next(topology.replicas());
    }

    /** Marks the node as failed, or throws on when it is not to blame. */
    private void leaveOut(Node node, SQLException e) throws SQLException {
        boolean onlyBusy = node.isBusy() && !node.hasFailed();
        if (closed || onlyBusy || Thread.currentThread().isInterrupted()) {
            throw e;
        }
        node.failed("its pool failed: " + e.getMessage());
        watch.refresh();
    }
}
