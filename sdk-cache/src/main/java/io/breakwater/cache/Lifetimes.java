package io.breakwater.cache;

import java.time.Duration;
import java.util.Objects;

/** Which times to live there are. */
final class Lifetimes {

    static final Duration SHORTEST = Duration.ofMillis(1);
    static final Duration LONGEST = Duration.ofDays(365);

    private Lifetimes() {}

    static void require(String setting, Duration time) {
        Objects.requireNonNull(time, setting);
        boolean inRange = time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0;
        Require.that(inRange, setting, time, "1 ms to 365 days");
    }

    static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
