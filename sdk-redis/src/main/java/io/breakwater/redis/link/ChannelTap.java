package io.breakwater.redis.link;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
    public CompletableFuture<?> open(Feed.Line line) {
        line.connection().addListener(new Listener(line));
        RedisPubSubAsyncCommands<byte[], byte[]> commands = line.connection().async();
        return (sharded ? commands.ssubscribe(channels) : commands.subscribe(channels)).toCompletableFuture();
    }

    @Override
    public void opened(long generation) {
        subscriber.subscribed(generation);
    }

    @Override
    public void interrupted(long generation) {
        subscriber.interrupted(generation);
    }

    private final class Listener extends RedisPubSubAdapter<byte[], byte[]> {

        private final Feed.Line line;

        Listener(Feed.Line line) {
            this.line = line;
        }

        @Override
        public void message(byte[] channel, byte[] message) {
            line.deliver(() -> subscriber.message(channel, message, line.generation()));
        }

        @Override
        public void smessage(byte[] channel, byte[] message) {
            message(channel, message);
        }

        /** Not asked for: the slot has moved to another server. */
        @Override
        public void sunsubscribed(byte[] channel, long count) {
            line.refused();
        }
    }
}
