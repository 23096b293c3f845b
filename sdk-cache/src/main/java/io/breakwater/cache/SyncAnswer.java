package io.breakwater.cache;

import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a server says of a lane and a cache in a sync; see {@code sync.lua}.
 *
 * @param kind what it means for the one who asked
 * @param epoch the history
 * @param begun the lane's version with which it began
 * @param place the last mutation
 * @param version the lane's version
 * @param floor what was born before is no value any more
 * @param audit how many mutations of this node it has counted
 * @param missed the mutations that the node has not followed, oldest first
 * @param generation of the connection
 * @param clock what to add to this JVM's elapsed time for an upper bound of the server's, in nanoseconds
 */
record SyncAnswer(
        Kind kind,
        long epoch,
        long begun,
        Place place,
        long version,
        long floor,
        long audit,
        List<Mutation> missed,
        long generation,
        long clock) {

    /** Where the server stands to the node. */
    enum Kind {
        /** Nothing was missed. */
        SAME,
        /** These were missed. */
        MISSING,
        /** More was missed than the log holds. */
        TRIMMED,
        /** It is another history. */
        NEW_EPOCH
    }

    /**
     * Reads a reply.
     *
     * @param sentAt when the question was sent, by this JVM's elapsed time: the server's clock was read after that
     */
    static SyncAnswer of(List<?> reply, long generation, long sentAt) {
        Fields fields = new Fields(reply);
        // The server's milliseconds are rounded down.
        long serverNanos = TimeUnit.MILLISECONDS.toNanos(fields.number(4) + 1);
        List<Mutation> missed = missed(fields.list(8));
        return new SyncAnswer(
                kind(fields, missed),
                fields.epoch(1),
                fields.number(9),
                new Place(fields.number(5), MutationId.read(ByteBuffer.wrap(fields.bytes(6)))),
                fields.number(2),
                fields.number(3),
                fields.number(7),
                missed,
                generation,
                serverNanos - sentAt);
    }

    /** Entries of a newer release's format are as good as none. */
    private static Kind kind(Fields fields, List<Mutation> missed) {
        Kind kind = Kind.values()[(int) fields.number(0) - 1];
        boolean isWhole = missed.size() == fields.list(8).size();
        return kind == Kind.MISSING && !isWhole ? Kind.TRIMMED : kind;
    }

    private static List<Mutation> missed(List<?> newestFirst) {
        List<Mutation> missed = new ArrayList<>(newestFirst.size());
        for (int i = newestFirst.size() - 1; i >= 0; i--) {
            if (Message.parse((byte[]) newestFirst.get(i)) instanceof Mutation mutation) {
                missed.add(mutation);
            }
        }
        return missed;
    }
}
