package io.breakwater.cache;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a value: a byte of flags, the codec's id and version, and the codec's bytes. Larger ones are compressed, if that
 * was asked for, in the format of RFC 1950; the length of what comes out stands before them.
 */
final class Envelope<V> {

    static final int NEVER_COMPRESS = Integer.MAX_VALUE;

    private static final int HEAD = 4;
    private static final byte PLAIN = 0;
    private static final byte NOTHING = 1;
    private static final byte DEFLATED = 2;

    private final Codec<V> codec;
    private final byte id;
    private final short version;
    private final int compressAbove;
    private final int longest;

    Envelope(Codec<V> codec, int compressAbove, int longest) {
        Require.that(codec.id() >= 1 && codec.id() <= Byte.MAX_VALUE, "codec id", codec.id(), "1 to 127");
        int codecVersion = codec.version();
        Require.that(codecVersion >= 1 && codecVersion <= Short.MAX_VALUE, "codec version", codecVersion, "1 to 32767");
        this.codec = codec;
        this.id = (byte) codec.id();
        this.version = (short) codecVersion;
        this.compressAbove = compressAbove;
        this.longest = longest;
    }

    /**
     * Wraps a value, or that there is none.
     *
     * @throws IllegalArgumentException if it is too large
     */
    byte[] wrap(@Nullable V value) {
        if (value == null) {
            return head(NOTHING, 0).array();
        }
        byte[] payload = codec.encode(value);
        Require.that(payload.length <= longest, "value", payload.length + " bytes", "at most " + longest + " bytes");
        return payload.length > compressAbove
                ? deflated(payload)
                : head(PLAIN, payload.length).put(payload).array();
    }

    /** Whether a later version of the codec has written it: it must not be replaced by what this one writes. */
    boolean isNewer(StoredRecord stored) {
        ByteBuffer body = body(stored);
        return body.remaining() >= HEAD
                && body.get(body.position() + 1) == id
                && body.getShort(body.position() + 2) > version;
    }

    /**
     * The value, or null for none.
     *
     * @throws Exception if it cannot be understood
     */
    @Nullable
    V open(StoredRecord stored) throws Exception {
        ByteBuffer body = body(stored);
        Require.that(body.remaining() >= HEAD, "length", body.remaining(), HEAD + " or more");
        byte flags = body.get();
        byte codecId = body.get();
        short codecVersion = body.getShort();
        if (flags == NOTHING) {
            return null;
        }
        Require.that(codecId == id, "codec id", codecId, id + ", which is that of " + codec);
        Require.that(codecVersion == version, "codec version", codecVersion, version + ", which is that of " + codec);
        return Objects.requireNonNull(codec.decode(payload(flags, body)), "decoded");
    }

    private byte[] payload(byte flags, ByteBuffer body) throws DataFormatException {
        Require.that(
                flags == PLAIN || flags == DEFLATED, "flags", flags, "0 to 2, which are those that this release knows");
        return flags == DEFLATED ? inflated(body) : rest(body);
    }

    private ByteBuffer head(byte flags, int more) {
        return ByteBuffer.allocate(HEAD + more).put(flags).put(id).putShort(version);
    }

    private byte[] deflated(byte[] payload) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(payload);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length / 2);
            out.writeBytes(head(DEFLATED, Integer.BYTES).putInt(payload.length).array());
            byte[] part = new byte[8_192];
            while (!deflater.finished()) {
                out.write(part, 0, deflater.deflate(part));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private byte[] inflated(ByteBuffer body) throws DataFormatException {
        int length = body.remaining() < Integer.BYTES ? -1 : body.getInt();
        Require.that(length >= 0 && length <= longest, "length", length, "0 to " + longest);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(body);
            byte[] payload = new byte[length];
            int inflated = inflater.inflate(payload);
            // The checksum is looked at when more is asked for than there is.
            boolean isWhole = inflater.inflate(new byte[1]) == 0 && inflater.finished();
            Require.that(inflated == length && isWhole, "inflated length", inflated, Integer.toString(length));
            return payload;
        } finally {
            inflater.end();
        }
    }

    private static ByteBuffer body(StoredRecord stored) {
        byte[] bytes = stored.bytes();
        return ByteBuffer.wrap(bytes, stored.body(), bytes.length - stored.body());
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] rest = new byte[body.remaining()];
        body.get(rest);
        return rest;
    }
}
