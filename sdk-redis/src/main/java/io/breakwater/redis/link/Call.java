package io.breakwater.redis.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One command and the future of its reply. The future fails with an {@link ErrorReply}, or with lettuce's exception when the
 * connection was lost. It completes on an event loop.
 */
class Call<T> extends Command<byte[], byte[], T> {

    static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;

    private final CompletableFuture<@Nullable T> reply = new CompletableFuture<>();
    private boolean afterAsking;

    Call(ProtocolKeyword type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        super(type, output, arguments);
    }

    static CommandArgs<byte[], byte[]> arguments() {
        return new CommandArgs<>(CODEC);
    }

    /** An ASKING goes before it: it is for a slot on its way to the server (Redis Cluster specification, ASK redirection). */
    final Call<T> asking() {
        afterAsking = true;
        return this;
    }

    final boolean isAfterAsking() {
        return afterAsking;
    }

    CompletableFuture<@Nullable T> reply() {
        return reply;
    }

    @Override
    public final void complete() {
        super.complete();
        String error = getOutput().getError();
        if (error == null) {
            answer(getOutput().get());
        } else {
            reply.completeExceptionally(new ErrorReply(error));
        }
    }

    @Override
    public final boolean completeExceptionally(Throwable lost) {
        super.completeExceptionally(lost);
        return reply.completeExceptionally(lost);
    }

    @Override
    public final void cancel() {
        super.cancel();
        reply.cancel(false);
    }

    final void answer(@Nullable T value) {
        reply.complete(value);
    }
}
