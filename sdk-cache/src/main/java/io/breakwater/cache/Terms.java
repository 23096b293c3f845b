package io.breakwater.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long things last in a cache.
 *
 * @param lifetime of a value
 * @param nearAtMost of a value in this JVM
 * @param negative of the knowledge that there is no value, null if that is not kept
 * @param stale for how long after its end a value is kept for the case that the source fails
 * @param refreshAt after which part of its life a value is loaded anew, 1 for never
 * @param soft how long a caller waits for a load before a stale value will do, null for as long as for a fresh one
 * @param hard how long a load may take
 * @param lease how long a node that has died in a load holds up the others
 * @param pause between loads that fail
 * @param holdOff for how long after a change the source may lag
 * @param tokenLife for how long a freshness token binds, at least
 */
record Terms(
        Jitter lifetime,
        Duration nearAtMost,
        @Nullable Duration negative,
        Duration stale,
        double refreshAt,
        @Nullable Duration soft,
        Duration hard,
        Duration lease,
        Pause pause,
        Duration holdOff,
        Duration tokenLife) {

    /** How long the value of a load lives. */
    Duration ttl(@Nullable Object value, @Nullable Duration wished) {
        if (wished != null) {
            return wished;
        }
        return value == null && negative != null ? negative : lifetime.next();
    }

    /** Whether the value of a load is kept at all. */
    boolean keeps(@Nullable Object value) {
        return value != null || negative != null;
    }

    Hold hold() {
        return holdOff.isZero() ? Hold.NONE : new Hold(holdOff, "");
    }

    Hold hold(String token) {
        return new Hold(holdOff.isZero() ? tokenLife : holdOff, token);
    }
}
