package io.breakwater.session;

import java.time.Duration;

/**
 * When a session ends: after a time without use, and after a time in all, however much it is used. Both count to the
 * millisecond.
 *
 * @param idle the time without use after which a session ends, 1 second to {@code absolute}
 * @param absolute the time after its creation when a session ends in any case, at most 400 days
 */
public record SlidingExpiry(Duration idle, Duration absolute) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(400);

    /**
     * Checks the two times.
     *
     * @param idle the time without use after which a session ends, 1 second to {@code absolute}
     * @param absolute the time after its creation when a session ends in any case, at most 400 days
     * @throws IllegalArgumentException if one is out of its range
     */
    public SlidingExpiry {
        Require.that(absolute.compareTo(LONGEST) <= 0, "absolute", absolute, "at most 400 days");
        Require.that(idle.compareTo(SHORTEST) >= 0, "idle", idle, "at least 1 second");
        Require.that(idle.compareTo(absolute) <= 0, "idle", idle, "at most absolute, here " + absolute);
    }
}
