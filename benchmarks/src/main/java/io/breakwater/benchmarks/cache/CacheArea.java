package io.breakwater.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.benchmarks.Area;
import io.breakwater.benchmarks.Bound;
import io.breakwater.benchmarks.Entrant;
import io.breakwater.benchmarks.Findings;
import io.breakwater.benchmarks.JarVersion;
import io.breakwater.benchmarks.JmhEntry;
import io.breakwater.benchmarks.JmhRounds;
import io.breakwater.benchmarks.Measure;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Target;
import io.breakwater.benchmarks.redis.RedisCounters;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.redisson.Redisson;
import org.springframework.cache.caffeine.CaffeineCache;

/** A hit in the near tier beside a hit in Caffeine, on which it stands. */
public final class CacheArea implements Area {

    private static final List<Integer> NEAR_THREADS = List.of(1, 2);
    private static final String NEAR = "near hit";

    private static final Target NEAR_CAFFEINE = Target.of(
            "the cache has no threads, so Caffeine tidies up on the thread that reads, with an expiry of each entry's own;"
                    + " the raw cache leaves it to the common pool",
            Bound.atMost(Measure.RATIO_TO_RAW, 1.25),
            Bound.atMost(Measure.BYTES_PER_OP, 0));

    /** Found as a service. */
    public CacheArea() {}

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public String about() {
        return "get of a value that is in this JVM; raw is Caffeine with a bound and an expiry";
    }

    @Override
    public Findings measure(Plan plan) throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisCounters counters = RedisCounters.of(server.uri())) {
            Map<String, String> properties = Map.of(BareRedis.PROPERTY, server.uri());
            return new Findings(
                    new JmhRounds(NearCacheBenchmark.class, plan, properties).run(nearHits(), NEAR_THREADS),
                    versions(counters));
        }
    }

    private static List<JmhEntry> nearHits() {
        return List.of(
                new JmhEntry(NEAR, Entrant.raw("Caffeine"), "caffeine"),
                new JmhEntry(NEAR, Entrant.rawAgain(), "caffeine"),
                new JmhEntry(NEAR, Entrant.beside("ConcurrentHashMap, a floor"), "map"),
                new JmhEntry(NEAR, Entrant.peer("Caffeine, expiry per entry"), "caffeinePerEntry"),
                new JmhEntry(NEAR, Entrant.peer("Spring CaffeineCache"), "spring"),
                new JmhEntry(NEAR, Entrant.peer("JetCache, local"), "jetCacheLocal"),
                new JmhEntry(NEAR, Entrant.peer("JetCache, two tiers"), "jetCacheTwoTier"),
                new JmhEntry(NEAR, Entrant.peer("Redisson RLocalCachedMap, Caffeine"), "redisson"),
                new JmhEntry(NEAR, Entrant.ours("sdk-cache").aiming(NEAR_CAFFEINE, 1, 2), "breakwater"));
    }

    private static Map<String, String> versions(RedisCounters counters) {
        return Map.of(
                "Redis server", counters.version(),
                "Caffeine", JarVersion.of(Caffeine.class),
                "JetCache", JarVersion.of(Cache.class),
                "JMH", JarVersion.of(Benchmark.class),
                "Redisson", JarVersion.of(Redisson.class),
                "Spring", JarVersion.of(CaffeineCache.class));
    }
}
