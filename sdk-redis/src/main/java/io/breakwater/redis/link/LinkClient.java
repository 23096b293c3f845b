package io.breakwater.redis.link;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.protocol.DefaultEndpoint;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A lettuce client whose connections live once: what is lost is not brought back, so that nothing can be sent a second time. And
 * they tell their channel.
 */
final class LinkClient extends RedisClient {

    /** What may wait to be sent on one connection: a server that hangs must not fill the memory with what nobody waits for. */
    static final int MOST_UNSENT_BYTES = 16 * 1024 * 1024;

    private static final Duration SHORTEST_HANDSHAKE = Duration.ofSeconds(1);

    private final AtomicInteger turn = new AtomicInteger();

    LinkClient(ClientResources resources, RedisURI address, ClientOptions wishes, Duration timeout) {
        super(resources, address);
        setOptions(options(wishes, timeout));
    }

    /**
     * At most once: nothing is queued for a connection that is not there, nothing sent again on the next one. How many commands are
     * in flight needs no bound: each has a caller who waits, or was interrupted while he
     * did, and then the server is asked for a sign of life. A bound would make lettuce allocate for all of them, 0.8 MB a connection.
     * RESP3 where the server speaks it, whatever the protocol of the wishes.
     */
    static ClientOptions options(ClientOptions wishes, Duration timeout) {
        return wishes.mutate()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.create())
                .requestQueueSize(Integer.MAX_VALUE)
                .protocolVersion(null)
                .socketOptions(wishes.getSocketOptions()
                        .mutate()
                        .connectTimeout(handshake(timeout))
                        .build())
                .build();
    }

    static Duration handshake(Duration timeout) {
        return timeout.compareTo(SHORTEST_HANDSHAKE) < 0 ? SHORTEST_HANDSHAKE : timeout;
    }

    CompletableFuture<StatefulRedisConnection<byte[], byte[]>> dial(RedisURI server) {
        return connectAsync(Call.CODEC, inTurn(server)).toCompletableFuture();
    }

    CompletableFuture<StatefulRedisPubSubConnection<byte[], byte[]>> dialPubSub(RedisURI server) {
        return connectPubSubAsync(Call.CODEC, inTurn(server)).toCompletableFuture();
    }

    /** Lettuce believes the first Sentinel that it can connect to. That one may know less than the others. */
    private RedisURI inTurn(RedisURI server) {
        return server.getSentinels().isEmpty() ? server : Address.askingFirst(server, turn.getAndIncrement());
    }

    static Channel channelOf(StatefulRedisConnection<?, ?> connection) {
        return ((Endpoint) ((RedisChannelHandler<?, ?>) connection).getChannelWriter()).openChannel();
    }

    static boolean speaksResp3(StatefulRedisConnection<?, ?> connection) {
        return ((StatefulRedisConnectionImpl<?, ?>) connection)
                        .getConnectionState()
                        .getNegotiatedProtocolVersion()
                == ProtocolVersion.RESP3;
    }

    @Override
    protected DefaultEndpoint createEndpoint() {
        return new Endpoint(getOptions(), getResources());
    }

    private static final class Endpoint extends DefaultEndpoint {

        private static final WriteBufferWaterMark BOUND =
                new WriteBufferWaterMark(MOST_UNSENT_BYTES / 2, MOST_UNSENT_BYTES);

        Endpoint(ClientOptions options, ClientResources resources) {
            super(options, resources);
        }

        @Override
        public void notifyChannelActive(Channel active) {
            active.config().setWriteBufferWaterMark(BOUND);
            super.notifyChannelActive(active);
        }

        Channel openChannel() {
            return channel;
        }
    }
}
