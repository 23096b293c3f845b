package io.breakwater.benchmarks.cache;

import io.breakwater.cache.Cache;
import io.breakwater.cache.ReadThrough;
import io.breakwater.cache.micrometer.CacheMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The near tier alone, with its jitter, and with its counters as meters. */
@State(Scope.Benchmark)
public class BreakwaterNearHit {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ReadThrough<Long, String> cache = Cache.<Long, String>builder("bench")
            .near(NearEntries.CAPACITY)
            .expiry(NearEntries.TTL, 0.1)
            .readThrough(key -> null);

    /** Fills it. */
    public BreakwaterNearHit() {
        CacheMetrics.of(cache).bindTo(registry);
        NearEntries.putInto(cache::put);
    }

    String get(Long key) {
        return NearEntries.present(cache.get(key));
    }
}
