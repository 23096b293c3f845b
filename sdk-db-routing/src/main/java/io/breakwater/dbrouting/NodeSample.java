package io.breakwater.dbrouting;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One observation of one node.
 *
 * @param takenAtNanos when the question was sent
 * @param inRecovery true for a replica
 * @param timeline a primary's timeline, or the one a replica's receiver follows; 0 when unknown
 * @param lsn a primary's write position, or a replica's replay position, in bytes
 * @param receiver the state of a replica's WAL receiver
 * @param replayDelay the age of the last replayed commit by the replica's own clock, zero when all it received is
 *     replayed
 * @param lastCommit the primary's time of the last replayed commit
 */
record NodeSample(
        long takenAtNanos,
        boolean inRecovery,
        long timeline,
        long lsn,
        String receiver,
        @Nullable Duration replayDelay,
        @Nullable Instant lastCommit) {

    boolean streaming() {
        return receiver.equals("streaming");
    }
}
