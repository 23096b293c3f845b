package io.breakwater.redis.link;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Plain channels, or in a Cluster sharded ones, which live where their slot is (Redis manual, sharded Pub/Sub). */
final class ChannelTap implements Tap {

    private final byte[][] channels;
    private final boolean sharded;
    private final Subscriber subscriber;

    ChannelTap(List<byte[]> channels, boolean sharded, Subscriber subscriber) {
        this.channels = channels.toArray(new byte[0][]);
        this.sharded = sharded;
        this.subscriber = subscriber;
    }

    @Override
    public CompletableFuture<?> open(
            StatefulRedisPubSubConnection<byte[], byte[]> connection, long generation, Consumer<Runnable> delivery) {
        connection.addListener(new RedisPubSubAdapter<byte[], byte[]>() {
            @Override
            public void message(byte[] channel, byte[] message) {
                delivery.accept(() -> subscriber.message(channel, message, generation));
            }

            @Override
            public void smessage(byte[] channel, byte[] message) {
                message(channel, message);
            }

            @Override
            public void sunsubscribed(byte[] channel, long count) {
                // Not asked for: the slot has moved to another server.
                var unused = connection.closeAsync();
            }
        });
        return (sharded ? connection.async().ssubscribe(channels) : connection.async().subscribe(channels))
                .toCompletableFuture();
    }

    @Override
    public void opened(long generation) {
        subscriber.subscribed(generation);
    }

    @Override
    public void interrupted(long generation) {
        subscriber.interrupted(generation);
    }
}
