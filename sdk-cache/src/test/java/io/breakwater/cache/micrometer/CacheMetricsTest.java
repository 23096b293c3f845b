package io.breakwater.cache.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.Cache;
import io.breakwater.cache.CacheAside;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CacheMetricsTest {

    @Test
    void the_figures_of_a_cache_are_counters() {
        CacheAside<Long, String> cache = Cache.<Long, String>builder("posts")
                .near(10)
                .expiry(Duration.ofMinutes(1), 0)
                .cacheAside();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        CacheMetrics.of(cache).bindTo(registry);
        cache.get(1L, key -> "loaded");
        cache.get(1L, key -> "loaded");
        cache.get(1L, key -> "loaded");
        assertThat(figures(registry))
                .containsAllEntriesOf(Map.of(
                        "cache.gets{cache=posts,result=hit}", 2.0,
                        "cache.gets{cache=posts,result=miss}", 1.0,
                        "cache.size{cache=posts}", 1.0,
                        "cache.load{cache=posts,result=success}", 1.0,
                        "cache.load{cache=posts,result=failure}", 0.0,
                        "cache.tier.gets{cache=posts,result=hit,tier=near}", 2.0,
                        "cache.tier.gets{cache=posts,result=miss,tier=near}", 1.0,
                        "cache.tier.gets{cache=posts,result=hit,tier=shared}", 0.0,
                        "cache.tier.gets{cache=posts,result=miss,tier=shared}", 1.0))
                .containsOnlyKeys(NAMES);
    }

    private static final String[] NAMES = {
        "cache.gets{cache=posts,result=hit}",
        "cache.gets{cache=posts,result=miss}",
        "cache.puts{cache=posts}",
        "cache.removals{cache=posts}",
        "cache.evictions{cache=posts}",
        "cache.size{cache=posts}",
        "cache.load{cache=posts,result=success}",
        "cache.load{cache=posts,result=failure}",
        "cache.load.duration{cache=posts}",
        "cache.tier.gets{cache=posts,result=hit,tier=near}",
        "cache.tier.gets{cache=posts,result=miss,tier=near}",
        "cache.tier.gets{cache=posts,result=hit,tier=shared}",
        "cache.tier.gets{cache=posts,result=miss,tier=shared}",
        "breakwater.cache.stale.served{cache=posts}",
        "breakwater.cache.joined{cache=posts}",
        "breakwater.cache.fills.refused{cache=posts}",
        "breakwater.cache.refreshes{cache=posts}",
        "breakwater.cache.heard{cache=posts}",
        "breakwater.cache.flushes{cache=posts}",
        "breakwater.cache.repairs{cache=posts}",
        "breakwater.cache.repairs.pending{cache=posts}",
        "breakwater.cache.shared.failures{cache=posts}",
        "breakwater.cache.undecodable{cache=posts}"
    };

    private static Map<String, Double> figures(SimpleMeterRegistry registry) {
        Map<String, Double> figures = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String tags = meter.getId().getTags().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(Collectors.joining(","));
            figures.put(
                    meter.getId().getName() + "{" + tags + "}",
                    meter.measure().iterator().next().getValue());
        }
        return figures;
    }
}
