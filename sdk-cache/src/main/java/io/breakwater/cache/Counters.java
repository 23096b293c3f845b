package io.breakwater.cache;

import java.util.concurrent.atomic.LongAdder;

/** How often what has happened. Counted without contention, added up when somebody asks. */
final class Counters {

    private final LongAdder nearHits = new LongAdder();
    private final LongAdder sharedHits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder sharedFailures = new LongAdder();
    private final LongAdder undecodable = new LongAdder();

    void nearHit() {
        nearHits.increment();
    }

    void read(Source source) {
        switch (source) {
            case NEAR -> nearHits.increment();
            case SHARED -> sharedHits.increment();
            case LOADER -> misses.increment();
        }
    }

    void loaded(boolean returned) {
        (returned ? loads : loadFailures).increment();
    }

    void sharedFailed() {
        sharedFailures.increment();
    }

    void undecodable() {
        undecodable.increment();
    }

    CacheStats stats() {
        return new CacheStats(
                nearHits.sum(),
                sharedHits.sum(),
                misses.sum(),
                loads.sum(),
                loadFailures.sum(),
                sharedFailures.sum(),
                undecodable.sum());
    }
}
