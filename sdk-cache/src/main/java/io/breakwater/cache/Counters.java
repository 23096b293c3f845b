package io.breakwater.cache;

import java.util.concurrent.atomic.LongAdder;

/** How often what has happened. Counted without contention, added up when somebody asks. */
final class Counters {

    private final LongAdder nearHits = new LongAdder();
    private final LongAdder sharedHits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder joined = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder loadFailures = new LongAdder();
    private final LongAdder loadNanos = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder refusedFills = new LongAdder();
    private final LongAdder refreshes = new LongAdder();
    private final LongAdder invalidations = new LongAdder();
    private final LongAdder heard = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder repairs = new LongAdder();
    private final LongAdder sharedFailures = new LongAdder();
    private final LongAdder undecodable = new LongAdder();
    private final LongAdder evictions = new LongAdder();

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

    void servedStale() {
        stale.increment();
    }

    void joinedFlight() {
        joined.increment();
    }

    void loaded(boolean returned, long nanos) {
        (returned ? loads : loadFailures).increment();
        loadNanos.add(nanos);
    }

    void put() {
        puts.increment();
    }

    void refusedFill() {
        refusedFills.increment();
    }

    void refreshed() {
        refreshes.increment();
    }

    void invalidated(int keys) {
        invalidations.add(keys);
    }

    void heardOf(int keys) {
        heard.add(keys);
    }

    void flushed() {
        flushes.increment();
    }

    void repaired() {
        repairs.increment();
    }

    void sharedFailed() {
        sharedFailures.increment();
    }

    void undecodable() {
        undecodable.increment();
    }

    void evicted() {
        evictions.increment();
    }

    CacheStats stats(long nearSize, long pendingRepairs) {
        return new CacheStats(
                nearHits.sum(),
                sharedHits.sum(),
                misses.sum(),
                stale.sum(),
                joined.sum(),
                loads.sum(),
                loadFailures.sum(),
                loadNanos.sum(),
                puts.sum(),
                refusedFills.sum(),
                refreshes.sum(),
                invalidations.sum(),
                heard.sum(),
                flushes.sum(),
                repairs.sum(),
                sharedFailures.sum(),
                undecodable.sum(),
                evictions.sum(),
                nearSize,
                pendingRepairs);
    }
}
