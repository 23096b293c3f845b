package io.breakwater.benchmarks;

/** Argument checks with one form of message. */
final class Require {

    private Require() {}

    static void that(boolean valid, String name, Object value, String rule) {
        if (!valid) {
            throw new IllegalArgumentException("Invalid " + name + " (" + value + "): must be " + rule);
        }
    }
}
