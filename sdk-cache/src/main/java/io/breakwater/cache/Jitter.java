package io.breakwater.cache;

import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** How long the next value lives: drawn evenly, to the millisecond, from the shortest to the longest time. */
final class Jitter {

    private final long shortest;
    private final long longest;
    private final Supplier<? extends RandomGenerator> random;

    Jitter(Duration ttl, double fraction, Supplier<? extends RandomGenerator> random) {
        this.longest = ttl.toMillis();
        this.shortest = Math.max(1, (long) Math.ceil(longest * (1 - fraction)));
        this.random = random;
    }

    Duration next() {
        return Duration.ofMillis(random.get().nextLong(shortest, longest + 1));
    }
}
