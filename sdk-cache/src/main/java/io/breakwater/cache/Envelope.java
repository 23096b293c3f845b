package io.breakwater.cache;

import java.util.Arrays;
import java.util.Objects;

/** What is stored of a value: one byte for this format, one for the codec, and the codec's bytes. */
final class Envelope<V> {

    private static final byte FORMAT = 1;
    private static final int HEADER = 2;

    private final Codec<V> codec;
    private final byte codecId;

    Envelope(Codec<V> codec) {
        int id = codec.id();
        Require.that(id >= 1 && id <= Byte.MAX_VALUE, "codec id", id, "1 to 127");
        this.codec = codec;
        this.codecId = (byte) id;
    }

    byte[] wrap(V value) {
        byte[] payload = codec.encode(value);
        byte[] stored = new byte[HEADER + payload.length];
        stored[0] = FORMAT;
        stored[1] = codecId;
        System.arraycopy(payload, 0, stored, HEADER, payload.length);
        return stored;
    }

    V open(byte[] stored) throws Exception {
        Require.that(stored.length >= HEADER, "length", stored.length, "2 or more");
        Require.that(stored[0] == FORMAT, "format", stored[0], FORMAT + ", which is the one this release knows");
        Require.that(stored[1] == codecId, "codec id", stored[1], codecId + ", which is that of " + codec);
        return Objects.requireNonNull(codec.decode(Arrays.copyOfRange(stored, HEADER, stored.length)), "decoded");
    }
}
