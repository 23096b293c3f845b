package io.breakwater.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Caffeine with an expiry of each entry's own, without which there is no jitter. */
@State(Scope.Benchmark)
public class CaffeinePerEntryNearHit {

    private final Cache<Long, String> cache = Caffeine.newBuilder()
            .maximumSize(NearEntries.CAPACITY)
            .expireAfter(Expiry.<Long, String>writing((key, value) -> NearEntries.TTL))
            .build();

    /** Fills it. */
    public CaffeinePerEntryNearHit() {
        NearEntries.putInto(cache::put);
    }

    String get(Long key) {
        return NearEntries.present(cache.getIfPresent(key));
    }
}
