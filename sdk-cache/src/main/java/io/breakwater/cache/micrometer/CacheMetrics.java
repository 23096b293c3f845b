package io.breakwater.cache.micrometer;

import io.breakwater.cache.Cache;
import io.breakwater.cache.CacheStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * A cache's {@link CacheStats} as meters, each with the tag {@code cache}, the cache's name. Those that Micrometer's own binders have bear
 * the same names: {@code cache.gets}, {@code cache.puts}, {@code cache.removals}, {@code cache.evictions}, {@code cache.size},
 * {@code cache.load} and {@code cache.load.duration}. The others:
 *
 * <ul>
 *   <li>{@code cache.tier.gets} with {@code result=hit|miss} and {@code tier=near|shared}: the reads that a tier could and could not
 *       answer; a tier that the cache does not have answers none
 *   <li>{@code breakwater.cache.stale.served}, {@code breakwater.cache.joined}, {@code breakwater.cache.fills.refused},
 *       {@code breakwater.cache.refreshes}, {@code breakwater.cache.heard}, {@code breakwater.cache.flushes}
 *   <li>{@code breakwater.cache.repairs} and {@code breakwater.cache.repairs.pending}
 *   <li>{@code breakwater.cache.shared.failures}, {@code breakwater.cache.undecodable}
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
     * Registers the meters. They are read when the registry asks for them.
     *
     * @param registry where to
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        bindStandard(registry);
        bindTiers(registry);
        bindEvents(registry);
    }

    private void bindStandard(MeterRegistry registry) {
        count("cache.gets", "reads", stats -> stats.nearHits() + stats.sharedHits())
                .tag("result", "hit")
                .register(registry);
        count("cache.gets", "reads", CacheStats::misses).tag("result", "miss").register(registry);
        count("cache.puts", "values put or written through", CacheStats::puts).register(registry);
        count("cache.removals", "keys invalidated by this JVM", CacheStats::invalidations)
                .register(registry);
        count("cache.evictions", "values crowded out of the near tier", CacheStats::evictions)
                .register(registry);
        gauge("cache.size", "values in the near tier", CacheStats::nearSize).register(registry);
        count("cache.load", "calls of a loader", CacheStats::loads)
                .tag("result", "success")
                .register(registry);
        count("cache.load", "calls of a loader", CacheStats::loadFailures)
                .tag("result", "failure")
                .register(registry);
        TimeGauge.builder(
                        "cache.load.duration",
                        cache,
                        TimeUnit.NANOSECONDS,
                        timed -> timed.stats().loadNanos())
                .description("the time of all loads together")
                .tag("cache", cache.name())
                .register(registry);
    }

    private void bindTiers(MeterRegistry registry) {
        tier(registry, "near", "hit", CacheStats::nearHits);
        tier(registry, "near", "miss", stats -> stats.sharedHits() + stats.misses());
        tier(registry, "shared", "hit", CacheStats::sharedHits);
        tier(registry, "shared", "miss", CacheStats::misses);
    }

    private void bindEvents(MeterRegistry registry) {
        event(registry, "stale.served", "reads that got a value that had ended", CacheStats::staleServed);
        event(registry, "joined", "reads that waited for another of their key", CacheStats::joined);
        event(registry, "fills.refused", "loaded values whose key had changed", CacheStats::refusedFills);
        event(registry, "refreshes", "values loaded anew before their end", CacheStats::refreshes);
        event(registry, "heard", "keys that were heard to have changed", CacheStats::heard);
        event(registry, "flushes", "sixteenths of the near tier that were emptied", CacheStats::flushes);
        event(registry, "repairs", "changes that were made good", CacheStats::repairs);
        event(registry, "shared.failures", "commands that Redis did not acknowledge", CacheStats::sharedFailures);
        event(registry, "undecodable", "values that could not be decoded", CacheStats::undecodable);
        gauge("breakwater.cache.repairs.pending", "changes of which Redis is not told yet", CacheStats::pendingRepairs)
                .register(registry);
    }

    private void tier(MeterRegistry registry, String tier, String result, ToDoubleFunction<CacheStats> figure) {
        count("cache.tier.gets", "reads that a tier could or could not answer", figure)
                .tags("tier", tier, "result", result)
                .register(registry);
    }

    private void event(MeterRegistry registry, String name, String description, ToDoubleFunction<CacheStats> figure) {
        count("breakwater.cache." + name, description, figure).register(registry);
    }

    private FunctionCounter.Builder<Cache<?, ?>> count(
            String name, String description, ToDoubleFunction<CacheStats> figure) {
        return FunctionCounter.<Cache<?, ?>>builder(name, cache, counted -> figure.applyAsDouble(counted.stats()))
                .description(description)
                .tag("cache", cache.name());
    }

    private Gauge.Builder<Cache<?, ?>> gauge(String name, String description, ToDoubleFunction<CacheStats> figure) {
        return Gauge.<Cache<?, ?>>builder(name, cache, gauged -> figure.applyAsDouble(gauged.stats()))
                .description(description)
                .tag("cache", cache.name());
    }
}
