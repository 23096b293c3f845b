package io.breakwater.benchmarks;

import java.util.Arrays;

/** What a row's median, min and max count. */
public enum Unit {
    /** Operations of all threads together in a second; higher is better. */
    OPS_PER_SECOND("ops/s", true),
    /** Nanoseconds of one operation on one thread; lower is better. */
    NANOS_PER_OP("ns/op", false);

    private final String symbol;
    private final boolean higherIsBetter;

    Unit(String symbol, boolean higherIsBetter) {
        this.symbol = symbol;
        this.higherIsBetter = higherIsBetter;
    }

    /**
     * As it stands in results.
     *
     * @return for example {@code ops/s}
     */
    public String symbol() {
        return symbol;
    }

    static Unit of(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst()
                .orElseThrow();
    }

    /** Higher or lower than the other, whichever is better in this unit. */
    boolean isBetter(double one, double other) {
        return higherIsBetter ? one > other : one < other;
    }

    String betterIs() {
        return higherIsBetter ? "higher is better" : "lower is better";
    }
}
