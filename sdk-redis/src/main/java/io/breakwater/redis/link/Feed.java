package io.breakwater.redis.link;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection on which a server sends unasked, made anew when it is lost. It is asked for a sign of life each second: a server
 * that has nothing to say and one that is gone look the same.
 */
final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final long HEARTBEAT_MILLIS = 1_000;

    private final LinkClient client;
    private final Supplier<RedisURI> address;
    private final Tap tap;
    private final LinkContext context;
    private final Backoff backoff;
    private final LogPace pace;

    private @Nullable StatefulRedisPubSubConnection<byte[], byte[]> current;
    private @Nullable RedisURI connectedTo;
    private long generation;
    private boolean confirmed;
    private int failures;
    private boolean closed;

    Feed(LinkClient client, Supplier<RedisURI> address, Tap tap, LinkContext context) {
        this.client = client;
        this.address = address;
        this.tap = tap;
        this.context = context;
        this.backoff = new Backoff(context.random());
        this.pace = new LogPace(context.clock());
    }

    Feed start() {
        connect();
        return this;
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        try {
            RedisURI to = address.get();
            var unused = client.connectPubSubAsync(Call.CODEC, to)
                    .toCompletableFuture()
                    .whenComplete((connection, failure) -> opened(to, connection, failure));
        } catch (RuntimeException unknown) {
            failed(unknown);
        }
    }

    private synchronized void opened(
            RedisURI to, @Nullable StatefulRedisPubSubConnection<byte[], byte[]> connection, @Nullable Throwable failure) {
        if (connection == null) {
            failed(failure == null ? new IllegalStateException("no connection") : failure);
            return;
        }
        if (closed) {
            var unused = connection.closeAsync();
            return;
        }
        current = connection;
        connectedTo = to;
        generation = context.nextGeneration();
        confirmed = false;
        context.counters().connections.increment();
        connection.addListener(new Loss(connection));
        CompletableFuture<?> request = tap.open(connection, generation, event -> deliver(connection, event));
        // Redis answers in order: behind the PING the request was answered, for all channels.
        answer(connection, () -> confirm(connection, request));
    }

    private void answer(StatefulRedisPubSubConnection<byte[], byte[]> connection, Runnable then) {
        CompletableFuture<String> pong = connection.async().ping().toCompletableFuture();
        context.after(
                Math.max(Probe.SHORTEST_MILLIS, context.timeout().toMillis()),
                () -> pong.completeExceptionally(new TimeoutException("no sign of life")));
        var unused = pong.whenComplete((answer, failure) -> {
            if (failure == null) {
                then.run();
            } else {
                lost(connection);
            }
        });
    }

    private void confirm(StatefulRedisPubSubConnection<byte[], byte[]> connection, CompletableFuture<?> request) {
        if (request.isCompletedExceptionally()) {
            var unused = request.whenComplete((agreed, refusal) -> tell(refusal));
            lost(connection);
            return;
        }
        deliver(connection, () -> {
            confirmed = true;
            failures = 0;
            tap.opened(generation);
        });
        beat(connection);
    }

    private void beat(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        context.after(HEARTBEAT_MILLIS, () -> {
            if (isCurrent(connection)) {
                answer(connection, () -> beat(connection));
            }
        });
    }

    private synchronized boolean isCurrent(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        return !closed && current == connection;
    }

    /** Under the lock, so that nothing of an old connection follows the first word of a new one. */
    private synchronized void deliver(StatefulRedisPubSubConnection<byte[], byte[]> connection, Runnable event) {
        if (closed || current != connection) {
            return;
        }
        try {
            event.run();
        } catch (RuntimeException e) {
            LOG.warn("A subscriber failed", e);
        }
    }

    private void lost(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
        var unused = connection.closeAsync();
        synchronized (this) {
            if (current != connection) {
                return;
            }
            deliver(connection, () -> {
                if (confirmed) {
                    tap.interrupted(generation);
                }
            });
            current = null;
            connectLater();
        }
    }

    private void failed(Throwable failure) {
        tell(failure);
        connectLater();
    }

    private synchronized void tell(Throwable failure) {
        if (!closed && pace.allows()) {
            LOG.warn("A subscription cannot be made; trying again until it can: {}", Probe.rootMessage(failure));
        }
    }

    private synchronized void connectLater() {
        if (!closed) {
            context.after(backoff.millis(failures), this::connect);
            failures++;
        }
    }

    /** The slots of a Cluster may have moved: if the server is another one now, the old one is left. */
    void checkAddress() {
        StatefulRedisPubSubConnection<byte[], byte[]> connection;
        synchronized (this) {
            connection = current;
            if (connection == null || address.get().equals(connectedTo)) {
                return;
            }
        }
        lost(connection);
    }

    void close() {
        StatefulRedisPubSubConnection<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = current;
            current = null;
        }
        if (last != null) {
            var unused = last.closeAsync();
        }
    }

    private final class Loss implements RedisConnectionStateListener {

        private final StatefulRedisPubSubConnection<byte[], byte[]> connection;

        Loss(StatefulRedisPubSubConnection<byte[], byte[]> connection) {
            this.connection = connection;
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            lost(connection);
        }
    }
}
