package io.breakwater.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a subject is to reach, declared beside it in code, and why it would not: nobody should have to invent a reason after
 * the fact.
 *
 * @param ifMissed what is known to stand in the way
 * @param bounds all of them must be reached
 */
public record Target(String ifMissed, List<Bound> bounds) {

    /**
     * Checks and copies.
     *
     * @param ifMissed what is known to stand in the way
     * @param bounds all of them must be reached
     * @throws IllegalArgumentException if there is no reason, or no bound
     */
    public Target {
        Require.that(!ifMissed.isBlank(), "reason", ifMissed, "what stands in the way of the target");
        Require.that(!bounds.isEmpty(), "bounds", bounds, "at least one");
        bounds = List.copyOf(bounds);
    }

    /**
     * A target of some bounds.
     *
     * @param ifMissed what is known to stand in the way
     * @param bounds all of them must be reached
     * @return the target
     * @throws IllegalArgumentException if there is no reason, or no bound
     */
    public static Target of(String ifMissed, Bound... bounds) {
        return new Target(ifMissed, List.of(bounds));
    }

    boolean isReached(Standing standing) {
        return bounds.stream().allMatch(bound -> bound.isReached(standing));
    }

    String reason(Standing standing) {
        String reached = bounds.stream()
                .filter(bound -> !bound.isReached(standing))
                .map(bound -> bound.reached(standing))
                .collect(Collectors.joining(", "));
        return reached + ": " + ifMissed;
    }

    @Override
    public String toString() {
        return bounds.stream().map(Bound::toString).collect(Collectors.joining(", "));
    }
}
