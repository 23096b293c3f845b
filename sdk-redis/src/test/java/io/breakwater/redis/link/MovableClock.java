package io.breakwater.redis.link;

import java.time.Duration;

/** Time as the test says. */
final class MovableClock implements NanoClock {

    /** Near the overflow of a long, as System.nanoTime() may be. */
    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

    @Override
    public long nanos() {
        return now;
    }

    void pass(Duration time) {
        now += time.toNanos();
    }
}
