package io.breakwater.devservices;

import java.nio.ByteBuffer;

/**
 * A piece of a stream on its way, or its end.
 *
 * @param bytes what is still to be passed; empty for an end
 * @param due the earliest time, a reading of {@link System#nanoTime()}
 */
record Chunk(Kind kind, ByteBuffer bytes, long due) {

    /** What a chunk stands for. */
    enum Kind {
        DATA,
        FIN,
        RST
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    static Chunk copyOf(ByteBuffer bytes, long due) {
        return new Chunk(
                Kind.DATA, ByteBuffer.allocate(bytes.remaining()).put(bytes).flip(), due);
    }

    static Chunk end(Kind kind, long due) {
        return new Chunk(kind, NOTHING, due);
    }
}
