package io.breakwater.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Caffeine with a bound and an expiry, as its users have it. */
@State(Scope.Benchmark)
public class CaffeineNearHit {

    private final Cache<Long, String> cache = Caffeine.newBuilder()
            .maximumSize(NearEntries.CAPACITY)
            .expireAfterWrite(NearEntries.TTL)
            .build();

    /** Fills it. */
    public CaffeineNearHit() {
        NearEntries.putInto(cache::put);
    }

    String get(Long key) {
        return NearEntries.present(cache.getIfPresent(key));
    }
}
