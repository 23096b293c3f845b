package io.breakwater.app.demo;

import java.util.HashMap;
import java.util.Map;

/** Counts texts, so that none is said too often. */
final class Ledger {
    private final Map<String, Integer> counts = new HashMap<>();
    private final int limit;

    Ledger(int limit) {
        this.limit = limit;
    }

    boolean admits(String text) {
        return counts.getOrDefault(text, 0) < limit;
    }

    void enter(String text) {
        counts.merge(text, 1, Integer::sum);
    }
}
