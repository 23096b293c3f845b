package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a key: a head and then, of a value, how long it lives and its {@link Envelope}. The head is the kind with the
 * version of the format in one byte, the epoch, the number, the birth and the end (milliseconds of the server's clock), and what is
 * held. Big-endian. The scripts have the same in {@code record.lua}.
 *
 * @param kind what it is
 * @param epoch the history that it belongs to
 * @param number the version of a value, 0 of anything else
 * @param birth the lane's version when the load began; a lower bound
 * @param ends when a value is no longer fresh, by the server's clock
 * @param ttl how long the value lives from its beginning, in milliseconds; 0 of anything else
 * @param body where the rest begins
 * @param bytes all of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record StoredRecord(Kind kind, long epoch, long number, long birth, long ends, long ttl, int body, byte[] bytes) {

    private static final int HEAD = 34;

    /** What a record can be. */
    enum Kind {
        /** A value. */
        VALUE,
        /** Somebody loads it. */
        LEASE,
        /** Nothing, but it is remembered how fresh the next load must be. */
        TOMBSTONE,
        /** The last load failed. */
        FAILURE,
        /** Somebody writes it in the source. */
        INTENT;

        private static final byte FIRST = 0x11;

        private static @Nullable Kind of(byte code) {
            int at = code - FIRST;
            return at >= 0 && at < values().length ? values()[at] : null;
        }
    }

    /** The record, or null if it is of a format that this release does not know. */
    static @Nullable StoredRecord parse(byte[] bytes) {
        if (bytes.length < HEAD) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(bytes);
        Kind kind = Kind.of(head.get());
        if (kind == null) {
            return null;
        }
        long epoch = head.getLong();
        long number = head.getLong();
        long birth = head.getLong();
        long ends = head.getLong();
        boolean isValue = kind == Kind.VALUE;
        if (!skipHolds(head) || (isValue && head.remaining() < Long.BYTES)) {
            return null;
        }
        long ttl = isValue ? head.getLong() : 0;
        return new StoredRecord(kind, epoch, number, birth, ends, ttl, head.position(), bytes);
    }

    /** What the next loads have to heed, from the form in which the scripts reply: deadline and token of each. */
    static List<String> tokens(byte[] holds) {
        ByteBuffer from = ByteBuffer.wrap(holds);
        int count = from.get();
        List<String> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            from.getLong();
            byte[] token = new byte[Byte.toUnsignedInt(from.get())];
            from.get(token);
            tokens.add(new String(token, UTF_8));
        }
        return tokens;
    }

    private static boolean skipHolds(ByteBuffer head) {
        int count = head.get();
        for (int i = 0; i < count; i++) {
            if (head.remaining() < Long.BYTES + 1) {
                return false;
            }
            head.getLong();
            int length = Byte.toUnsignedInt(head.get());
            if (head.remaining() < length) {
                return false;
            }
            head.position(head.position() + length);
        }
        return true;
    }
}
