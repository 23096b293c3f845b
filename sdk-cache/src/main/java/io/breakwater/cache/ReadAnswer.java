package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.breakwater.cache.Lease.Granted;
import org.jspecify.annotations.Nullable;

/**
 * What Redis says of a key that is no plain hit.
 *
 * @param kind what
 * @param value the value, of a hit and of a stale one
 * @param granted the lease, if it was granted; of a key that is being written only its tokens count
 * @param millis how long another's lease or a pause after a failure lasts
 * @param problem why the last load failed
 */
record ReadAnswer(
        Kind kind, @Nullable StoredRecord value, @Nullable Granted granted, long millis, String problem) {

    /** What Redis says. */
    enum Kind {
        /** Here it is. */
        HIT,
        /** Load it. */
        GRANTED,
        /** Somebody else loads it. */
        WAIT,
        /** The last load failed, and it is too early for another. */
        FAILED,
        /** Somebody writes it in the source: load it and keep nothing. */
        WRITING,
        /** It is of a newer release's format: load it and keep nothing. */
        UNKNOWN,
        /** Here is an old one; somebody else loads it. */
        STALE,
        /** Here is an old one; load it. */
        STALE_GRANTED
    }

    static ReadAnswer of(Fields reply, long askedAt) {
        Kind kind = Kind.values()[(int) reply.number(0) - 1];
        return switch (kind) {
            case HIT, STALE -> of(kind, reply, null);
            case STALE_GRANTED -> of(kind, reply, granted(reply, 6, askedAt));
            case GRANTED -> new ReadAnswer(kind, null, granted(reply, 5, askedAt), 0, "");
            case WAIT -> new ReadAnswer(kind, null, null, reply.number(5), "");
            case FAILED -> new ReadAnswer(kind, null, null, reply.number(5), new String(reply.bytes(6), UTF_8));
            case WRITING -> new ReadAnswer(kind, null, granted(reply, 5, askedAt), 0, "");
            case UNKNOWN -> new ReadAnswer(kind, null, null, 0, "");
        };
    }

    /** A value that cannot be parsed counts as one of a newer format. */
    private static ReadAnswer of(Kind kind, Fields reply, @Nullable Granted granted) {
        StoredRecord value = StoredRecord.parse(reply.bytes(5));
        return new ReadAnswer(value == null ? Kind.UNKNOWN : kind, value, granted, 0, "");
    }

    private static Granted granted(Fields reply, int holds, long askedAt) {
        return new Granted(reply.epoch(1), reply.number(2), SharedTier.holds(reply, holds), askedAt, reply.number(4));
    }
}
