package io.breakwater.redis.link;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.ByteArrayOutput;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One command and the future of its reply. The future fails with an {@link ErrorReply}, or with lettuce's exception when the
 * connection was lost. It completes on an event loop.
 */
final class Call<T> extends Command<byte[], byte[], T> {

    static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;

    private final CompletableFuture<@Nullable T> reply = new CompletableFuture<>();

    /** The key of a GET, null for anything else. */
    private final byte @Nullable [] keyOfGet;

    private boolean afterAsking;
    private long bytes;

    Call(ProtocolKeyword type, CommandOutput<byte[], byte[], T> output, CommandArgs<byte[], byte[]> arguments) {
        this(type, output, arguments, null);
    }

    private Call(
            ProtocolKeyword type,
            CommandOutput<byte[], byte[], T> output,
            CommandArgs<byte[], byte[]> arguments,
            byte @Nullable [] keyOfGet) {
        super(type, output, arguments);
        this.keyOfGet = keyOfGet;
    }

    /** A GET, which may travel together with others. */
    static Call<byte[]> get(byte[] key) {
        return new Call<>(
                CommandType.GET, new ByteArrayOutput<>(CODEC), arguments().addKey(key), key);
    }

    static CommandArgs<byte[], byte[]> arguments() {
        return new CommandArgs<>(CODEC);
    }

    /** Notes how many bytes its values have: what waits to be sent is bounded. */
    Call<T> of(long valueBytes) {
        bytes = valueBytes;
        return this;
    }

    long bytes() {
        return bytes;
    }

    byte @Nullable [] keyOfGet() {
        return keyOfGet;
    }

    /** An ASKING goes before it: it is for a slot on its way to the server (Redis Cluster specification, ASK redirection). */
    Call<T> asking() {
        afterAsking = true;
        return this;
    }

    boolean isAfterAsking() {
        return afterAsking;
    }

    CompletableFuture<@Nullable T> reply() {
        return reply;
    }

    @Override
    public void complete() {
        super.complete();
        String error = getOutput().getError();
        if (error == null) {
            answer(getOutput().get());
        } else {
            refuse(new ErrorReply(error));
        }
    }

    /** For a GET a value of another type is none, as for an MGET: in which of the two it travels is not its caller's choice. */
    private void refuse(ErrorReply error) {
        if (keyOfGet != null && error.is("WRONGTYPE")) {
            answer(null);
        } else {
            reply.completeExceptionally(error);
        }
    }

    @Override
    public boolean completeExceptionally(Throwable lost) {
        super.completeExceptionally(lost);
        return reply.completeExceptionally(lost);
    }

    @Override
    public void cancel() {
        super.cancel();
        reply.cancel(false);
    }

    void answer(@Nullable T value) {
        reply.complete(value);
    }
}
