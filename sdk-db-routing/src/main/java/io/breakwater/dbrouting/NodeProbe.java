package io.breakwater.dbrouting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Asks one node how it is, again and again, on a daemon thread of its own. */
final class NodeProbe implements AutoCloseable {

    private final Node node;
    private final ProbeConnector connector;
    private final ProbeSettings settings;
    private final NanoClock clock;
    private final CountDownLatch first = new CountDownLatch(1);
    private final Thread thread;

    private volatile @Nullable Connection connection;
    private volatile boolean closed;

    NodeProbe(String name, Node node, ProbeSettings settings, NanoClock clock, Runnable afterEach) {
        this.node = node;
        this.connector = new ProbeConnector(node.config(), name, settings.timeLimit());
        this.settings = settings;
        this.clock = clock;
        this.thread = new Thread(() -> run(afterEach), name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void awaitFirst(Duration atMost) throws InterruptedException {
        first.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Probes now instead of at the end of the interval. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread, and returns when it has ended, or after two time limits when it hangs in connecting. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        abort();
        try {
            thread.join(settings.timeLimit().multipliedBy(2).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Runnable afterEach) {
        while (!closed) {
            probe();
            afterEach.run();
            first.countDown();
            LockSupport.parkNanos(settings.interval().toNanos());
        }
        disconnect();
    }

    private void probe() {
        try {
            Connection open = connected();
            if (node.hasFailed()) {
                node.tryPool();
            }
            node.saw(ProbeQuery.run(open, clock));
        } catch (SQLException | RuntimeException e) {
            disconnect();
            node.failed("its probe failed: " + e.getMessage());
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connector.connect();
            connection = open;
        }
        return open;
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                abort(open);
            }
        }
    }

    private void abort() {
        Connection open = connection;
        if (open != null) {
            abort(open);
        }
    }

    private static void abort(Connection open) {
        try {
            open.abort(Runnable::run);
        } catch (SQLException e) {
            // It was to be thrown away.
        }
    }
}
