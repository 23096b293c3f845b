package io.breakwater.app.demo;

import java.util.Arrays;

/** Weights that fall with rank, and picks by weight. */
final class Zipf {
    private final double[] cumulated;

    private Zipf(double[] weights) {
        this.cumulated = weights.clone();
        Arrays.parallelPrefix(cumulated, Double::sum);
    }

    /** Rank {@code i}, from 0, weighs {@code (i + 1) ^ -exponent}. */
    static Zipf ranks(int count, double exponent) {
        double[] weights = new double[count];
        Arrays.setAll(weights, i -> StrictMath.pow(i + 1.0, -exponent));
        return new Zipf(weights);
    }

    static Zipf of(double[] weights) {
        return new Zipf(weights);
    }

    int pick(Dice dice) {
        int found = Arrays.binarySearch(cumulated, dice.fraction() * total());
        return Math.min(found < 0 ? -found - 1 : found + 1, cumulated.length - 1);
    }

    /** Parts {@code whole} by weight; rounding goes to rank 0. */
    int[] shares(int whole) {
        int[] shares = new int[cumulated.length];
        Arrays.setAll(shares, i -> (int) (weight(i) / total() * whole));
        shares[0] += whole - Arrays.stream(shares).sum();
        return shares;
    }

    private double weight(int rank) {
        return rank == 0 ? cumulated[0] : cumulated[rank] - cumulated[rank - 1];
    }

    private double total() {
        return cumulated[cumulated.length - 1];
    }
}
