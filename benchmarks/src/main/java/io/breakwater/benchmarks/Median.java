package io.breakwater.benchmarks;

import java.util.List;

/** The middle of some figures; of an even number, the mean of the middle two. */
final class Median {

    private Median() {}

    static double of(List<Double> figures) {
        Require.that(!figures.isEmpty(), "figures", figures, "at least one");
        List<Double> sorted = figures.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
