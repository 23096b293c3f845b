package io.breakwater.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.springframework.cache.Cache;
import org.springframework.cache.caffeine.CaffeineCacheManager;

/** Spring's CaffeineCache, called directly; {@code @Cacheable} comes on top of it. */
@State(Scope.Benchmark)
public class SpringCaffeineNearHit {

    private final Cache cache;

    /** Fills it. */
    public SpringCaffeineNearHit() {
        CaffeineCacheManager manager = new CaffeineCacheManager("bench");
        manager.setCaffeine(
                Caffeine.newBuilder().maximumSize(NearEntries.CAPACITY).expireAfterWrite(NearEntries.TTL));
        cache = Objects.requireNonNull(manager.getCache("bench"));
        NearEntries.putInto(cache::put);
    }

    String get(Long key) {
        Cache.@Nullable ValueWrapper found = cache.get(key);
        return NearEntries.present(found == null ? null : (String) found.get());
    }
}
