package io.breakwater.benchmarks;

import java.time.Duration;

/**
 * How long to measure.
 *
 * @param rounds how often each subject has its turn, 1 to 100
 * @param window how long a turn is, 10 ms to 1 min
 */
public record Plan(int rounds, Duration window) {

    /** Five rounds of two seconds. */
    public static final Plan STANDARD = new Plan(5, Duration.ofSeconds(2));

    /** Three rounds of half a second: shows that it works. */
    public static final Plan QUICK = new Plan(3, Duration.ofMillis(500));

    /**
     * Checks.
     *
     * @param rounds how often each subject has its turn, 1 to 100
     * @param window how long a turn is, 10 ms to 1 min
     * @throws IllegalArgumentException if one of them is out of range
     */
    public Plan {
        Require.that(rounds >= 1 && rounds <= 100, "rounds", rounds, "1 to 100");
        boolean inRange = window.compareTo(Duration.ofMillis(10)) >= 0 && window.compareTo(Duration.ofMinutes(1)) <= 0;
        Require.that(inRange, "window", window, "10 ms to 1 min");
    }
}
