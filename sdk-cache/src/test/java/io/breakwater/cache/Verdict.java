package io.breakwater.cache;

import java.util.List;

/**
 * What came out of a history.
 *
 * @param seed by which it may be run again
 * @param operations that did not fail
 * @param failures operations that did
 * @param owed how often a node that had synced came to owe what another one had changed
 * @param overlaps loads of a key that began while another one went on
 * @param violations values older than what the node owed
 */
record Verdict(long seed, long operations, long failures, long owed, long overlaps, List<String> violations) {

    @Override
    public String toString() {
        return "history: %,d operations, %d stale; %,d failed, %,d changes of others owed after a sync, %,d loads at the same time, seed %d"
                .formatted(operations, violations.size(), failures, owed, overlaps, seed);
    }
}
