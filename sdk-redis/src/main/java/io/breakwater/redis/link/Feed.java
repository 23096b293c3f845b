package io.breakwater.redis.link;

import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
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

    /** Whether this thread is in a callback, and so has the lock of some feed. */
    private static final ThreadLocal<Boolean> IN_CALLBACK = ThreadLocal.withInitial(() -> false);

    private final LinkClient client;
    private final Supplier<RedisURI> address;
    private final Tap tap;
    private final Runnable whenRefused;
    private final LinkContext context;
    private final Backoff backoff;
    private final LogPace pace;

    /** Guarded by this, as all below. */
    private @Nullable Line current;

    private volatile boolean closed;

    /**
     * A feed that is not started yet.
     *
     * @param whenRefused called when the server will not, or not any longer: perhaps another one has the slot
     */
    Feed(LinkClient client, Supplier<RedisURI> address, Tap tap, Runnable whenRefused, LinkContext context) {
        this.client = client;
        this.address = address;
        this.whenRefused = whenRefused;
        this.tap = tap;
        this.context = context;
        this.backoff = new Backoff(context.clock(), context.random());
        this.pace = new LogPace(context.clock());
    }

    Feed start() {
        connect();
        return this;
    }

    /** The slots of a Cluster may have moved: if the server is another one now, the old one is left. */
    void checkAddress() {
        Line line;
        synchronized (this) {
            line = current;
        }
        if (line != null && !isAt(line.server)) {
            line.leave();
        }
    }

    /** Also while nobody knows where to: then it stays where it is. */
    private boolean isAt(RedisURI server) {
        try {
            return address.get().equals(server);
        } catch (RedisUnavailableException unknown) {
            return true;
        }
    }

    /**
     * Nothing is delivered once it has returned. A callback that calls it may be inside another feed, whose callback may be calling
     * this one: then the rest is done by the timer.
     *
     * @return completes when the connection is closed
     */
    CompletableFuture<?> close() {
        closed = true;
        if (IN_CALLBACK.get()) {
            context.after(0, () -> {
                var unused = end();
            });
            return CompletableFuture.completedFuture(null);
        }
        return end();
    }

    /**
     * Its server is not one of those any more: it says that it is interrupted, and closes.
     *
     * @return completes when it has said so, and will say no more
     */
    CompletableFuture<?> retire() {
        CompletableFuture<@Nullable Void> retired = new CompletableFuture<>();
        if (IN_CALLBACK.get()) {
            context.after(0, () -> leaveForGood(retired));
        } else {
            leaveForGood(retired);
        }
        return retired;
    }

    private synchronized void leaveForGood(CompletableFuture<@Nullable Void> retired) {
        if (current != null) {
            current.leave();
        }
        closed = true;
        retired.complete(null);
    }

    private CompletableFuture<?> end() {
        Line last;
        synchronized (this) {
            last = current;
        }
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        last.leave();
        return last.end;
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        try {
            RedisURI server = address.get();
            var unused = client.dialPubSub(server).whenComplete((connection, failure) -> {
                if (connection != null) {
                    opened(new Line(server, connection, context.nextGeneration()));
                } else {
                    failed(failure);
                }
            });
        } catch (RuntimeException unknown) {
            failed(unknown);
        }
    }

    private synchronized void opened(Line line) {
        current = line;
        if (closed) {
            line.leave();
            return;
        }
        context.counters().connections.increment();
        if (isAt(line.server)) {
            line.open();
        } else {
            line.leave();
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
            context.after(backoff.nextMillis(), this::connect);
        }
    }

    /** One connection of the feed, from its opening to its end. */
    final class Line implements RedisConnectionStateListener {

        private final RedisURI server;
        private final StatefulRedisPubSubConnection<byte[], byte[]> connection;
        private final long generation;
        private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        private boolean confirmed;

        private Line(RedisURI server, StatefulRedisPubSubConnection<byte[], byte[]> connection, long generation) {
            this.server = server;
            this.connection = connection;
            this.generation = generation;
        }

        StatefulRedisPubSubConnection<byte[], byte[]> connection() {
            return connection;
        }

        long generation() {
            return generation;
        }

        /** Under the feed's lock, so that nothing of an old connection follows the first word of a new one. */
        void deliver(Runnable event) {
            synchronized (Feed.this) {
                if (closed || current != this) {
                    return;
                }
                call(event);
            }
        }

        private void call(Runnable event) {
            boolean inAnother = IN_CALLBACK.get();
            IN_CALLBACK.set(true);
            try {
                event.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("A subscriber failed", e);
            } finally {
                IN_CALLBACK.set(inAnother);
            }
        }

        /** The server has ended it: the slot is another's. */
        void refused() {
            whenRefused.run();
            leave();
        }

        /** Once; and the feed makes a new connection, unless it is closed. */
        void leave() {
            synchronized (Feed.this) {
                if (current != this) {
                    return;
                }
                if (confirmed) {
                    deliver(() -> tap.interrupted(generation));
                }
                current = null;
                backoff.ended();
                connectLater();
            }
            var unused = connection.closeAsync().whenComplete((done, failure) -> end.complete(null));
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            leave();
        }

        private void open() {
            connection.addListener(this);
            CompletableFuture<?> request = tap.open(this);
            // Redis answers in order: behind the PING the request was answered, for all channels.
            answer(() -> confirm(request));
        }

        private void answer(Runnable then) {
            CompletableFuture<String> pong = connection.async().ping().toCompletableFuture();
            context.after(
                    Math.max(Probe.SHORTEST_MILLIS, context.timeout().toMillis()),
                    pong,
                    () -> pong.completeExceptionally(new TimeoutException("no sign of life")));
            var unused = pong.whenComplete((answer, failure) -> {
                if (failure == null) {
                    then.run();
                } else {
                    leave();
                }
            });
        }

        private void confirm(CompletableFuture<?> request) {
            if (request.isCompletedExceptionally()) {
                var unused = request.whenComplete((agreed, refusal) -> tell(refusal));
                refused();
                return;
            }
            deliver(() -> {
                confirmed = true;
                backoff.works();
                tap.opened(generation);
            });
            beat();
        }

        private void beat() {
            context.after(HEARTBEAT_MILLIS, () -> {
                if (isCurrent()) {
                    answer(this::beat);
                }
            });
        }

        private boolean isCurrent() {
            synchronized (Feed.this) {
                return current == this;
            }
        }
    }
}
