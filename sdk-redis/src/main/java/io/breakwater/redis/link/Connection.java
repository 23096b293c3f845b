package io.breakwater.redis.link;

import io.breakwater.redis.link.Outbox.Merging;
import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection to one server, from its opening to its end. It never comes back: the next one has another generation. */
final class Connection {

    private final long generation;
    private final StatefulRedisConnection<byte[], byte[]> lettuce;
    private final Channel channel;
    private final Outbox outbox;

    private final AtomicBoolean givenUp = new AtomicBoolean();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    private volatile Identity identity = Identity.UNKNOWN;

    Connection(
            long generation,
            StatefulRedisConnection<byte[], byte[]> lettuce,
            Channel channel,
            Merging merging,
            Counters counters) {
        this.generation = generation;
        this.lettuce = lettuce;
        this.channel = channel;
        this.outbox = new Outbox(lettuce::dispatch, channel.eventLoop(), merging, counters);
    }

    long generation() {
        return generation;
    }

    Identity identity() {
        return identity;
    }

    void identity(Identity known) {
        identity = known;
    }

    /** Whether what was handed over leaves: false once too many bytes wait, or the connection is lost. */
    boolean takesMore() {
        return takesMore(0);
    }

    /** The same with some bytes that are not handed over yet. */
    boolean takesMore(long besides) {
        return channel.isWritable() && outbox.bytes() + besides < LinkClient.MOST_UNSENT_BYTES;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    void send(Call<?> call) {
        try {
            outbox.add(call);
        } catch (RejectedExecutionException closing) {
            call.completeExceptionally(closing);
        }
    }

    void send(List<Call<?>> calls) {
        try {
            outbox.addAll(calls);
        } catch (RejectedExecutionException closing) {
            calls.forEach(call -> call.completeExceptionally(closing));
        }
    }

    void whenClosed(Runnable action) {
        channel.closeFuture().addListener(closed -> action.run());
    }

    /**
     * Ends the connection; commands in flight fail. What has not left the machine yet never will: the kernel drops it. May be called
     * again, and on a connection that was lost.
     */
    void giveUp() {
        if (givenUp.compareAndSet(false, true)) {
            forgetUnsent();
            var unused = lettuce.closeAsync().whenComplete((done, failure) -> end.complete(null));
        }
    }

    private void forgetUnsent() {
        try {
            if (channel.isActive()) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
            }
        } catch (ChannelException closed) {
            // By the other side, at this very moment.
        }
    }

    /** Completes when it was given up and is closed. */
    CompletableFuture<?> end() {
        return end;
    }
}
