package io.breakwater.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** JetCache in this JVM alone: its Caffeine cache, without statistics. */
@State(Scope.Benchmark)
public class JetCacheLocalNearHit {

    private final Cache<Long, String> cache = open();

    /** Fills it. */
    public JetCacheLocalNearHit() {
        NearEntries.putInto(cache::put);
    }

    static <V> Cache<Long, V> open() {
        return CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(NearEntries.CAPACITY)
                .expireAfterWrite(NearEntries.TTL.toSeconds(), TimeUnit.SECONDS)
                .buildCache();
    }

    String get(Long key) {
        return NearEntries.present(cache.get(key));
    }
}
