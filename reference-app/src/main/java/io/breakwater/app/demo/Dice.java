package io.breakwater.app.demo;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance, drawn from raw longs and strict arithmetic only, so that no JDK sees it differently. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this(new SplittableRandom(seed));
    }

    private Dice(SplittableRandom random) {
        this.random = random;
    }

    Dice split() {
        return new Dice(random.nextLong());
    }

    int below(int bound) {
        return (int) Long.remainderUnsigned(random.nextLong(), bound);
    }

    int between(int lowest, int highest) {
        return lowest + below(highest - lowest + 1);
    }

    /** At least 0, less than 1. */
    double fraction() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    boolean chance(double probability) {
        return fraction() < probability;
    }

    /** At least 1; the smaller the shape, the heavier the tail. */
    double pareto(double shape) {
        return StrictMath.pow(1 - fraction(), -1 / shape);
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }
}
