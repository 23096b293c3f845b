package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void giving_up_what_is_closed_at_that_moment_ends_it() throws Exception {
        try (ServerSocket peer = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClosingWhenAsked channel = new ClosingWhenAsked();
            loops.register(channel).sync();
            channel.connect(peer.getLocalSocketAddress()).sync();
            Connection connection = new Connection(1, lettuce(), channel, Outbox.Merging.ALL, new Counters());
            channel.armed.set(true);
            connection.giveUp();
            assertThat(channel.armed).isFalse();
            assertThat(connection.end()).isDone();
        }
    }

    /** The peer's end comes in between the question whether it is active and what is done if it is. */
    private static final class ClosingWhenAsked extends NioSocketChannel {

        private final AtomicBoolean armed = new AtomicBoolean();

        @Override
        public boolean isActive() {
            boolean active = super.isActive();
            // While the superclass is constructed there is no field yet.
            if (armed != null && armed.compareAndSet(true, false)) {
                close().syncUninterruptibly();
            }
            return active;
        }
    }

    /** It closes at once; nothing else is asked of it. */
    @SuppressWarnings("unchecked")
    private static StatefulRedisConnection<byte[], byte[]> lettuce() {
        return (StatefulRedisConnection<byte[], byte[]>) Proxy.newProxyInstance(
                ConnectionTest.class.getClassLoader(),
                new Class<?>[] {StatefulRedisConnection.class},
                (self, method, arguments) -> CompletableFuture.completedFuture(null));
    }
}
