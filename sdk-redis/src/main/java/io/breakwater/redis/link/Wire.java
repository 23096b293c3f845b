package io.breakwater.redis.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lettuce connection that is there when it can be. Lettuce brings back a connection that broke; the first one, which it
 * would give up, is tried again here, on its own timer thread.
 */
final class Wire {

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final Duration SLOWEST_RECONNECT = Duration.ofMillis(500);
    private static final Duration SHUTDOWN_WITHIN = Duration.ofSeconds(2);
    private static final Duration SHORTEST_CONNECT = Duration.ofSeconds(1);
    private static final String CLOSED_IN_HANDSHAKE = "Connection closed prematurely";
    private static final int COMMANDS_IN_FLIGHT = 100_000;
    private static final int MOST_UNSENT_BYTES = 16 * 1024 * 1024;
    private static final int MOST_MISSED_IN_A_ROW = 3;

    private final RedisURI address;
    private final RedisClient client;
    private final ClientResources resources;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;
    private volatile boolean connected;
    private volatile @Nullable Channel channel;
    private volatile String lastFailure = "";
    private final AtomicInteger missedInARow = new AtomicInteger();
    private boolean failureLogged;

    private Wire(RedisURI address, Duration timeout) {
        this.address = address;
        this.resources = ClientResources.builder()
                .nettyCustomizer(new ChannelSettings())
                .reconnectDelay(Delay.exponential(Duration.ofMillis(1), SLOWEST_RECONNECT, 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources, address);
        client.setOptions(options(timeout));
        client.addListener(new ConnectedState());
    }

    static Wire open(RedisURI address, Duration timeout) {
        Wire wire = new Wire(address, timeout);
        wire.awaitBriefly(wire.connect(), timeout);
        return wire;
    }

    /** At most once: nothing is queued for a connection that is not there, nothing sent again on the next one. */
    private static ClientOptions options(Duration timeout) {
        return ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(COMMANDS_IN_FLIGHT)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(timeout.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT : timeout)
                        .keepAlive(true)
                        .build())
                .build();
    }

    /** Null while nothing may be sent: the link is down, or too much that was sent has not left yet. */
    @Nullable
    RedisAsyncCommands<byte[], byte[]> commands() {
        StatefulRedisConnection<byte[], byte[]> current = connection;
        Channel open = channel;
        return current != null && isConnected() && open != null && open.isWritable() ? current.async() : null;
    }

    /** A channel that was lost is inactive at once, before the listener is told. */
    boolean isConnected() {
        Channel open = channel;
        return connected && connection != null && open != null && open.isActive();
    }

    /** Why nothing may be sent. */
    String reason() {
        if (isConnected()) {
            return " is overloaded: " + MOST_UNSENT_BYTES + " bytes wait to be sent";
        }
        String last = lastFailure;
        return last.isEmpty() ? " is not connected" : " is not connected: " + last;
    }

    /** Lettuce's words for a command that it did not take. */
    static boolean refused(String message) {
        return message.contains("Commands are rejected") || message.contains("queue size exceeded");
    }

    /** A reply came: the connection is alive. */
    void answered() {
        if (missedInARow.get() != 0) {
            missedInARow.set(0);
        }
    }

    /**
     * A reply did not come in time. After some in a row the connection is given up for a new one: TCP alone would hold on to a
     * dead one for a quarter of an hour.
     */
    void missed() {
        Channel current = channel;
        if (missedInARow.incrementAndGet() >= MOST_MISSED_IN_A_ROW && current != null) {
            missedInARow.set(0);
            LOG.info("{} did not answer {} times; connecting anew", Address.name(address), MOST_MISSED_IN_A_ROW);
            var unused = current.close();
        }
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            client.shutdown(Duration.ZERO, SHUTDOWN_WITHIN);
            resources
                    .shutdown(0, SHUTDOWN_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .awaitUninterruptibly();
        }
    }

    private CompletableFuture<?> connect() {
        return client.connectAsync(ByteArrayCodec.INSTANCE, address)
                .toCompletableFuture()
                .handle((opened, failure) -> {
                    if (opened != null) {
                        connection = opened;
                    } else {
                        retry(failure);
                    }
                    return opened;
                });
    }

    private synchronized void retry(Throwable failure) {
        if (closed.get()) {
            return;
        }
        String reason = rootMessage(failure);
        // Lettuce at times reports that it closed a connection after a refused login instead of the refusal.
        if (lastFailure.isEmpty() || !reason.equals(CLOSED_IN_HANDSHAKE)) {
            lastFailure = reason;
        }
        if (!failureLogged) {
            failureLogged = true;
            LOG.warn("{} cannot be reached; trying again until it can: {}", Address.name(address), lastFailure);
        }
        var unused = resources
                .eventExecutorGroup()
                .schedule(this::connectAgain, SLOWEST_RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private void connectAgain() {
        var unused = connect();
    }

    private void awaitBriefly(CompletableFuture<?> first, Duration timeout) {
        try {
            first.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("{} is not there yet", Address.name(address), e);
        }
    }

    /** Lettuce's own {@code isOpen()} stays true while the connection is down and being brought back. */
    private final class ConnectedState implements RedisConnectionStateListener {

        @Override
        public void onRedisConnected(RedisChannelHandler<?, ?> handler, SocketAddress socketAddress) {
            connected = true;
            lastFailure = "";
            missedInARow.set(0);
            LOG.info("{} is connected", Address.name(address));
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            connected = false;
            LOG.info("{} is not connected", Address.name(address));
        }
    }

    /** Bounds what waits to be sent, in bytes: a server that hangs must not fill the memory with what nobody waits for. */
    private final class ChannelSettings implements NettyCustomizer {

        @Override
        public void afterBootstrapInitialized(Bootstrap bootstrap) {
            bootstrap.option(
                    ChannelOption.WRITE_BUFFER_WATER_MARK,
                    new WriteBufferWaterMark(MOST_UNSENT_BYTES / 2, MOST_UNSENT_BYTES));
        }

        @Override
        public void afterChannelInitialized(Channel initialized) {
            channel = initialized;
        }
    }
}
