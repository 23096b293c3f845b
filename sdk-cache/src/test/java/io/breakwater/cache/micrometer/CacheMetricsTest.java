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
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "cache.tier.gets{cache=posts,result=hit,tier=near}", 2.0,
                        "cache.tier.gets{cache=posts,result=miss,tier=near}", 1.0,
                        "cache.tier.gets{cache=posts,result=hit,tier=shared}", 0.0,
                        "cache.tier.gets{cache=posts,result=miss,tier=shared}", 1.0,
                        "breakwater.cache.loads{cache=posts,result=success}", 1.0,
                        "breakwater.cache.loads{cache=posts,result=failure}", 0.0,
                        "breakwater.cache.shared.failures{cache=posts}", 0.0,
                        "breakwater.cache.undecodable{cache=posts}", 0.0));
        cache.close();
    }

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
