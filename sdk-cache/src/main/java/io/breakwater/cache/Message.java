package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What nodes tell each other of a lane, by Pub/Sub and in the lane's log. The scripts write it, in {@code record.lua}. */
sealed interface Message {

    /** Which cache it is about. */
    String cache();

    /**
     * One link in the chain of a lane's changes.
     *
     * @param cache which cache
     * @param epoch the history that it belongs to
     * @param place its own place in the chain
     * @param before the id of the mutation before it
     * @param version the lane's version by it
     * @param keys the keys that it changed, null for all of them
     */
    record Mutation(
            String cache,
            long epoch,
            Place place,
            MutationId before,
            long version,
            @Nullable List<byte[]> keys) implements Message {}

    /** Somebody has ended a load that others wait for. */
    record Filled(String cache, List<byte[]> keys) implements Message {}

    /** The history of the lane begins anew. */
    record NewEpoch(String cache, long epoch) implements Message {}

    /** Who made a mutation, and which of that node's it is. */
    record MutationId(long node, long count) {

        static final MutationId NOBODY = new MutationId(0, 0);
        static final int BYTES = 2 * Long.BYTES;

        static MutationId read(ByteBuffer from) {
            return new MutationId(from.getLong(), from.getLong());
        }

        byte[] bytes() {
            return ByteBuffer.allocate(BYTES).putLong(node).putLong(count).array();
        }
    }

    /** A place in the chain: the number and who is there. */
    record Place(long sequence, MutationId id) {

        static final Place NONE = new Place(0, MutationId.NOBODY);
    }

    /** The message, or null if it is of a format that this release does not know. */
    static @Nullable Message parse(byte[] bytes) {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            return switch (from.get()) {
                case 0x11 -> mutation(from);
                case 0x12 -> new Filled(name(from), keys(from));
                case 0x13 -> new NewEpoch(name(from), from.getLong());
                default -> null;
            };
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    /** The keys as the scripts take them for a mutation. */
    static byte[] body(List<byte[]> keys) {
        int length = keys.stream().mapToInt(key -> Short.BYTES + key.length).sum();
        ByteBuffer body = ByteBuffer.allocate(length);
        keys.forEach(key -> body.putShort((short) key.length).put(key));
        return body.array();
    }

    private static @Nullable Mutation mutation(ByteBuffer from) {
        long epoch = from.getLong();
        long sequence = from.getLong();
        MutationId before = MutationId.read(from);
        Place place = new Place(sequence, MutationId.read(from));
        long version = from.getLong();
        byte operation = from.get();
        String cache = name(from);
        return switch (operation) {
            case 'K' -> new Mutation(cache, epoch, place, before, version, keys(from));
            case 'A' -> new Mutation(cache, epoch, place, before, version, null);
            default -> null;
        };
    }

    private static String name(ByteBuffer from) {
        return new String(bytes(from, Byte.toUnsignedInt(from.get())), US_ASCII);
    }

    private static List<byte[]> keys(ByteBuffer from) {
        List<byte[]> keys = new ArrayList<>();
        while (from.hasRemaining()) {
            keys.add(bytes(from, Short.toUnsignedInt(from.getShort())));
        }
        return keys;
    }

    private static byte[] bytes(ByteBuffer from, int length) {
        byte[] bytes = new byte[Math.min(length, from.remaining() + 1)];
        from.get(bytes);
        return bytes;
    }
}
