package io.breakwater.benchmarks.cache;

import io.breakwater.cache.Cache;
import io.breakwater.cache.ReadThrough;
import io.breakwater.cache.micrometer.CacheMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The near tier alone, with its jitter, and with its counters as meters. */
@State(Scope.Benchmark)
public class BreakwaterNearHit {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<Long, String> source = new ConcurrentHashMap<>();
    private final ReadThrough<Long, String> cache = Cache.<Long, String>builder("bench")
            .near(NearEntries.CAPACITY)
            .expiry(NearEntries.TTL, 0.1)
            .readThrough(source::get);

    /** Fills it, and empties the source: a miss finds nothing. */
    public BreakwaterNearHit() {
        CacheMetrics.of(cache).bindTo(registry);
        NearEntries.putInto(source::put);
        source.keySet().forEach(cache::get);
        source.clear();
    }

    String get(Long key) {
        return NearEntries.present(cache.get(key));
    }
}
