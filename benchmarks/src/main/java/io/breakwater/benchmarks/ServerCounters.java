package io.breakwater.benchmarks;

/** A server's own statistics. Read outside the windows, on the thread that measures. */
@FunctionalInterface
public interface ServerCounters {

    /**
     * What the server has counted since it started, without what reading it has cost.
     *
     * @return the totals
     */
    ServerUse read();
}
