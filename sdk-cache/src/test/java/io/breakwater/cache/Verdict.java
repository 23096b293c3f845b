package io.breakwater.cache;

import java.util.List;

/**
 * What came out of a history.
 *
 * @param seed by which it may be run again
 * @param operations that did not fail
 * @param troubles how often the nodes were disturbed
 * @param failures operations that did
 * @param owed how often a node that had synced came to owe what another one had changed
 * @param loads of single keys
 * @param overlaps those that began while another one of the key went on
 * @param violations values older than what the node owed
 */
record Verdict(
        long seed,
        long operations,
        long troubles,
        long failures,
        long owed,
        long loads,
        long overlaps,
        List<String> violations) {

    @Override
    public String toString() {
        return "history: %,d operations, %d stale; %,d troubles, %,d failed operations, %,d changes of others owed after a sync, %,d loads, %,d of them at the same time, seed %d"
                .formatted(operations, violations.size(), troubles, failures, owed, loads, overlaps, seed);
    }
}
