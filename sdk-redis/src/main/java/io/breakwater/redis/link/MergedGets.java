package io.breakwater.redis.link;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Several GETs as one MGET. When Redis refuses it they are handed back with its words, to be sent one by one. */
final class MergedGets extends Command<byte[], byte[], List<byte[]>> {

    private final List<Call<byte[]>> gets;
    private final BiConsumer<List<Call<byte[]>>, String> whenRefused;

    MergedGets(List<Call<byte[]>> gets, BiConsumer<List<Call<byte[]>>, String> whenRefused) {
        super(CommandType.MGET, new Values(gets), keys(gets));
        this.gets = gets;
        this.whenRefused = whenRefused;
    }

    private static CommandArgs<byte[], byte[]> keys(List<Call<byte[]>> gets) {
        CommandArgs<byte[], byte[]> arguments = Call.arguments();
        gets.forEach(get -> arguments.addKey(requireNonNull(get.keyOfGet())));
        return arguments;
    }

    @Override
    public void complete() {
        super.complete();
        if (getOutput().hasError()) {
            whenRefused.accept(gets, getOutput().getError());
        }
    }

    @Override
    public boolean completeExceptionally(Throwable lost) {
        super.completeExceptionally(lost);
        gets.forEach(get -> get.completeExceptionally(lost));
        return true;
    }

    @Override
    public void cancel() {
        super.cancel();
        gets.forEach(Call::cancel);
    }

    /** Hands each value to its GET as soon as it is read. */
    private static final class Values extends CommandOutput<byte[], byte[], List<byte[]>> {

        private final List<Call<byte[]>> gets;
        private int next;

        Values(List<Call<byte[]>> gets) {
            super(Call.CODEC, List.of());
            this.gets = gets;
        }

        @Override
        public void set(@Nullable ByteBuffer bytes) {
            gets.get(next).answer(bytes == null ? null : Call.CODEC.decodeValue(bytes));
            next++;
        }

        @Override
        public void multi(int count) {
            // The count is that of the keys.
        }
    }
}
