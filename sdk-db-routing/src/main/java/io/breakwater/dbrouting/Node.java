package io.breakwater.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;

/** One PostgreSQL server: its pool, what was seen of it, and what was taken from it. */
final class Node {

    private final String name;
    private final HikariDataSource pool;
    private final long keepNanos;
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private volatile NodeHistory history = NodeHistory.EMPTY;

    Node(String name, HikariConfig config, ProbeSettings settings) {
        this.name = name;
        this.pool = new HikariDataSource(config);
        this.keepNanos = settings.keep().toNanos();
    }

    String name() {
        return name;
    }

    HikariConfig config() {
        return pool;
    }

    NodeHistory history() {
        return history;
    }

    synchronized void saw(NodeSample sample) {
        history = history.with(sample, keepNanos);
    }

    synchronized void failed(String reason) {
        history = history.failed(reason);
    }

    boolean hasFailed() {
        return history.failure() != null;
    }

    Connection take(boolean forReading) throws SQLException {
        Connection connection = pool.getConnection();
        (forReading ? reads : writes).increment();
        return connection;
    }

    /** Waits until the pool gives connections again: after an outage it pauses up to 5 seconds between attempts. */
    void tryPool() throws SQLException {
        pool.getConnection().close();
    }

    /** True when all connections are in use: then waiting in vain for one says nothing against the server. */
    boolean isBusy() {
        return pool.getHikariPoolMXBean().getActiveConnections() >= pool.getMaximumPoolSize();
    }

    NodeStatus status(Verdict verdict) {
        return new NodeStatus(
                name, verdict.role(), verdict.lag(), verdict.reason(), reads.sum(), writes.sum(), poolNumbers());
    }

    private NodeStatus.Pool poolNumbers() {
        HikariPoolMXBean numbers = pool.getHikariPoolMXBean();
        return new NodeStatus.Pool(
                numbers.getActiveConnections(), numbers.getIdleConnections(), numbers.getThreadsAwaitingConnection());
    }

    void closePool() {
        pool.close();
    }
}
