package io.breakwater.cache;

import java.time.Duration;

/** How long nobody tries again after a failure: twice as long after each one more. */
record Pause(Duration first, Duration longest) {

    Duration after(int failures) {
        long millis = first.toMillis() << Math.min(failures - 1, 20);
        return Duration.ofMillis(Math.min(millis, longest.toMillis()));
    }
}
