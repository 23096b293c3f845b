package io.breakwater.benchmarks;

/**
 * One limit of a {@link Target}.
 *
 * @param measure of what
 * @param floor whether it is the least that is allowed, instead of the most
 * @param limit the figure
 */
public record Bound(Measure measure, boolean floor, double limit) {

    /**
     * So much or more.
     *
     * @param measure of what
     * @param limit the least that is allowed, 0 or more
     * @return the bound
     * @throws IllegalArgumentException if the limit is less than 0
     */
    public static Bound atLeast(Measure measure, double limit) {
        return new Bound(measure, true, limit);
    }

    /**
     * So much or less.
     *
     * @param measure of what
     * @param limit the most that is allowed, 0 or more
     * @return the bound
     * @throws IllegalArgumentException if the limit is less than 0
     */
    public static Bound atMost(Measure measure, double limit) {
        return new Bound(measure, false, limit);
    }

    /**
     * Checks.
     *
     * @param measure of what
     * @param floor whether it is the least that is allowed, instead of the most
     * @param limit the figure
     * @throws IllegalArgumentException if the limit is less than 0
     */
    public Bound {
        Require.that(limit >= 0, "limit", limit, "0 or more");
    }

    boolean isReached(Standing standing) {
        double value = measure.of(standing);
        double slack = measure.slack(limit, standing);
        return floor ? value >= limit - slack : value <= limit + slack;
    }

    String reached(Standing standing) {
        return Figure.of(measure.of(standing)) + " " + measure.words();
    }

    @Override
    public String toString() {
        return (floor ? "≥ " : "≤ ") + Figure.of(limit) + " " + measure.words();
    }
}
