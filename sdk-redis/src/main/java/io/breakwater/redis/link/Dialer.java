package io.breakwater.redis.link;

import io.breakwater.redis.link.Outbox.Merging;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;

/** Makes connections to one server; by way of Sentinels to whichever is the master at that moment. */
final class Dialer {

    private final LinkClient client;
    private final RedisURI address;
    private final Merging merging;
    private final LinkContext context;

    Dialer(LinkClient client, RedisURI address, Merging merging, LinkContext context) {
        this.client = client;
        this.address = address;
        this.merging = merging;
        this.context = context;
    }

    CompletableFuture<Connection> dial() {
        try {
            return client.dial(address).thenApply(this::connection);
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private Connection connection(StatefulRedisConnection<byte[], byte[]> lettuce) {
        Channel channel = LinkClient.channelOf(lettuce);
        if (channel == null) {
            var unused = lettuce.closeAsync();
            throw new IllegalStateException(Probe.CLOSED_IN_HANDSHAKE);
        }
        return new Connection(context.nextGeneration(), lettuce, channel, merging, context.counters());
    }
}
