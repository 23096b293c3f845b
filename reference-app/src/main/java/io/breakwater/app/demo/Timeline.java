package io.breakwater.app.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** When things are said: over the last 90 days, more in the recent ones. */
final class Timeline {
    private static final Duration SPAN = Duration.ofDays(90).minusMinutes(10);
    private static final Duration YOUNGEST = Duration.ofMinutes(5);
    private static final double RECENCY = 1.6;
    private static final double HURRY = 0.7;

    private final Instant now;
    private final Dice dice;

    Timeline(Instant now, Dice dice) {
        this.now = now;
        this.dice = dice;
    }

    List<Instant> posts(int count) {
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            times.add(now.minus(YOUNGEST).minus(age()));
        }
        Collections.sort(times);
        return times;
    }

    private Duration age() {
        return Duration.ofMillis((long) (SPAN.toMillis() * StrictMath.pow(dice.fraction(), RECENCY)));
    }

    /** After what is answered and before now; usually soon, seldom much later. */
    Instant answer(Instant answered, Duration pace) {
        double left = Duration.between(answered, now).toMillis() * (0.02 + 0.9 * dice.fraction());
        double delay = Math.min(left, pace.toMillis() * dice.pareto(HURRY));
        return answered.plusMillis(Math.max(1, (long) delay));
    }

    /** How much of the talk about a post of that time has happened by now, from 0 to 1. */
    double ripeness(Instant createdAt) {
        double hours = Duration.between(createdAt, now).toMinutes() / 60.0;
        return hours / (hours + 8);
    }
}
