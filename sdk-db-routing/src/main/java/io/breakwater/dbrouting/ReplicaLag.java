package io.breakwater.dbrouting;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a replica is behind. The primary's past positions give the truth to within a probe interval: a replica that
 * has replayed what the primary had a second ago, and not what it had half a second ago, is behind by something in
 * between. What the replica says of itself, by its own clock and blind to what it has not received, is believed only
 * within those bounds.
 */
final class ReplicaLag {

    private ReplicaLag() {}

    /** The lag when the replica's sample was taken, or null when it is unknown. */
    static @Nullable Duration of(NodeSample replica, List<NodeSample> primaryNewestFirst) {
        Duration atLeast = Duration.ZERO;
        for (NodeSample primary : primaryNewestFirst) {
            if (primary.inRecovery() || primary.timeline() != replica.timeline()) {
                break;
            }
            Duration age = age(primary, replica);
            if (replica.lsn() >= primary.lsn()) {
                return between(atLeast, age, ownWord(replica, age));
            }
            atLeast = age;
        }
        Duration ownWord = replica.replayDelay();
        return ownWord == null || ownWord.isNegative() ? null : larger(atLeast, ownWord);
    }

    private static Duration age(NodeSample primary, NodeSample replica) {
        return Duration.ofNanos(Math.max(0, replica.takenAtNanos() - primary.takenAtNanos()));
    }

    private static Duration ownWord(NodeSample replica, Duration otherwise) {
        Duration delay = replica.replayDelay();
        return delay == null || delay.isNegative() ? otherwise : delay;
    }

    private static Duration between(Duration atLeast, Duration atMost, Duration value) {
        return value.compareTo(atMost) > 0 ? atMost : larger(atLeast, value);
    }

    private static Duration larger(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
