package io.breakwater.cache.micrometer;

import io.breakwater.cache.Cache;
import io.breakwater.cache.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * A cache's {@link CacheStats} as counters, each with the tag {@code cache}, the cache's name:
 *
 * <ul>
 *   <li>{@code cache.tier.gets} with {@code result=hit|miss} and {@code tier=near|shared}: the reads that a tier could and could not
 *       answer; a tier that the cache does not have answers none
 *   <li>{@code breakwater.cache.loads} with {@code result=success|failure}
 *   <li>{@code breakwater.cache.shared.failures}
 *   <li>{@code breakwater.cache.undecodable}
 * </ul>
 *
 * <p>The registry does not keep the cache alive.
 */
@SuppressWarnings("exports") // who has no Micrometer must be able to compile without it
public final class CacheMetrics implements MeterBinder {

    private final Cache<?, ?> cache;

    private CacheMetrics(Cache<?, ?> cache) {
        this.cache = cache;
    }

    /**
     * The meters of a cache.
     *
     * @param cache the cache
     * @return a binder, to be bound to a registry
     */
    public static CacheMetrics of(Cache<?, ?> cache) {
        return new CacheMetrics(Objects.requireNonNull(cache, "cache"));
    }

    /**
     * Registers the counters. They are read when the registry asks for them.
     *
     * @param registry where to
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        gets(registry, "near", "hit", CacheStats::nearHits);
        gets(registry, "near", "miss", stats -> stats.sharedHits() + stats.misses());
        gets(registry, "shared", "hit", CacheStats::sharedHits);
        gets(registry, "shared", "miss", CacheStats::misses);
        count("breakwater.cache.loads", "calls of a loader", CacheStats::loads)
                .tag("result", "success")
                .register(registry);
        count("breakwater.cache.loads", "calls of a loader", CacheStats::loadFailures)
                .tag("result", "failure")
                .register(registry);
        count("breakwater.cache.shared.failures", "commands that Redis did not acknowledge", CacheStats::sharedFailures)
                .register(registry);
        count("breakwater.cache.undecodable", "values that could not be decoded", CacheStats::undecodable)
                .register(registry);
    }

    private void gets(MeterRegistry registry, String tier, String result, ToDoubleFunction<CacheStats> figure) {
        count("cache.tier.gets", "reads that a tier could or could not answer", figure)
                .tags("tier", tier, "result", result)
                .register(registry);
    }

    private FunctionCounter.Builder<Cache<?, ?>> count(
            String name, String description, ToDoubleFunction<CacheStats> figure) {
        return FunctionCounter.<Cache<?, ?>>builder(name, cache, counted -> figure.applyAsDouble(counted.stats()))
                .description(description)
                .tag("cache", cache.name());
    }
}
