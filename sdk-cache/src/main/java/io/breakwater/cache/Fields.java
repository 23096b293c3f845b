package io.breakwater.cache;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The elements of a script's reply. */
final class Fields {

    private final List<? extends @Nullable Object> reply;

    Fields(List<? extends @Nullable Object> reply) {
        this.reply = reply;
    }

    long number(int at) {
        return (Long) element(at);
    }

    byte[] bytes(int at) {
        return (byte[]) element(at);
    }

    long epoch(int at) {
        return ByteBuffer.wrap(bytes(at)).getLong();
    }

    List<?> list(int at) {
        return (List<?>) element(at);
    }

    private Object element(int at) {
        return Objects.requireNonNull(reply.get(at));
    }
}
