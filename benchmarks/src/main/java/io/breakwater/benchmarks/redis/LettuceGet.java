package io.breakwater.benchmarks.redis;

import io.breakwater.benchmarks.Operation;
import io.breakwater.benchmarks.Subject;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** GET with the client alone: synchronous commands over one connection for all threads. */
final class LettuceGet implements Subject {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int FLUSH_AFTER = 256;

    private final ClientResources resources;
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> commands;

    private LettuceGet(String uri, ClientResources resources) {
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(TIMEOUT);
        this.resources = resources;
        this.client = RedisClient.create(resources, address);
        this.commands = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    /** As it is after {@code RedisClient.create}. */
    static Subject bare(String uri) {
        return new LettuceGet(uri, ClientResources.create());
    }

    /** What several threads write goes out with fewer system calls. */
    static Subject withFlushConsolidation(String uri) {
        return new LettuceGet(
                uri,
                ClientResources.builder()
                        .nettyCustomizer(new NettyCustomizer() {
                            @Override
                            public void afterChannelInitialized(Channel channel) {
                                channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
                            }
                        })
                        .build());
    }

    @Override
    public Operation operation(int thread) {
        byte[] key = Keys.key();
        return () -> Keys.requireWhole(commands.get(key));
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, TIMEOUT);
        resources.shutdown(0, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
