package io.breakwater.dbrouting;

import java.time.Duration;

/** How often nodes are asked, how long an answer may take and counts, and how far a replica may be behind. */
record ProbeSettings(Duration interval, Duration maxLag) {

    /** The time limit of one probe, and again of connecting for it. */
    Duration timeLimit() {
        Duration twoIntervals = interval.multipliedBy(2);
        Duration least = Duration.ofSeconds(1);
        return twoIntervals.compareTo(least) > 0 ? twoIntervals : least;
    }

    /** An older sample says nothing any more: the probe is stuck. */
    Duration staleAfter() {
        return interval.plus(timeLimit()).multipliedBy(2);
    }

    /** Long enough to tell a replica that is more than {@code maxLag} behind from one that is not. */
    Duration keep() {
        return maxLag.plus(staleAfter()).plus(timeLimit());
    }
}
