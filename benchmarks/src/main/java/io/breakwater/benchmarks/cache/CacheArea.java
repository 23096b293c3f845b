package io.breakwater.benchmarks.cache;

import com.alicp.jetcache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.breakwater.benchmarks.Area;
import io.breakwater.benchmarks.Bound;
import io.breakwater.benchmarks.Contender;
import io.breakwater.benchmarks.Entrant;
import io.breakwater.benchmarks.Findings;
import io.breakwater.benchmarks.JarVersion;
import io.breakwater.benchmarks.JmhEntry;
import io.breakwater.benchmarks.JmhRounds;
import io.breakwater.benchmarks.Load;
import io.breakwater.benchmarks.Measure;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Series;
import io.breakwater.benchmarks.Target;
import io.breakwater.benchmarks.redis.RedisCounters;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.RedisClient;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.redisson.Redisson;
import org.springframework.cache.caffeine.CaffeineCache;
import org.springframework.data.redis.cache.RedisCache;

/** Hits in each tier, beside what the tier stands on and beside the peers. */
public final class CacheArea implements Area {

    private static final List<Integer> NEAR_THREADS = List.of(1, 2);
    private static final List<Integer> SHARED_THREADS = List.of(1, 8, 32);
    private static final List<Integer> ALONE = List.of(1);
    private static final String NEAR = "near hit";

    private static final Target NEAR_CAFFEINE = Target.of(
            "a hit counts itself, besides what Caffeine does; what it saves is the look at the system's clock",
            Bound.atMost(Measure.RATIO_TO_RAW, 1.25),
            Bound.atMost(Measure.BYTES_PER_OP, 0));

    private static final Target MANY = Target.of(
            "one MGET of 100 values of 1 KB by bare lettuce is further from one GET than that: the bytes themselves take the time",
            Bound.atLeast(Measure.RATIO_TO_RAW, 1 / 1.5),
            Bound.atMost(Measure.COMMANDS_PER_OP, 1));

    /** Found as a service. */
    public CacheArea() {}

    @Override
    public String name() {
        return "cache";
    }

    @Override
    public String about() {
        return "get of values that are cached; raw is Caffeine in this JVM, and lettuce where they are in Redis";
    }

    @Override
    public Findings measure(Plan plan) throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisCounters counters = RedisCounters.of(server.uri())) {
            Map<String, String> properties = Map.of(BareRedis.PROPERTY, server.uri());
            List<Series> series = new ArrayList<>(
                    new JmhRounds(NearCacheBenchmark.class, plan, properties).run(nearHits(), NEAR_THREADS));
            series.addAll(new Load(plan, counters).run("shared hit, 1 KB", sharedHits(server.uri()), SHARED_THREADS));
            series.addAll(new Load(plan, counters)
                    .run("getAll(100) beside one GET, 1 KB each", manyAtOnce(server.uri()), ALONE));
            return new Findings(series, versions(counters));
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

    static List<Contender> sharedHits(String uri) {
        return List.of(
                new Contender(Entrant.raw("lettuce GET"), () -> new LettuceGet(uri)),
                new Contender(Entrant.rawAgain(), () -> new LettuceGet(uri)),
                new Contender(Entrant.beside("lettuce SET NX GET, key there"), () -> new LettuceSetNxGet(uri)),
                new Contender(Entrant.beside("GET by sdk-redis, no cache"), () -> new LinkGet(uri)),
                new Contender(Entrant.peer("Spring RedisCache"), () -> new SpringRedisCacheGet(uri)),
                new Contender(Entrant.peer("JetCache, remote"), () -> new JetCacheRemoteGet(uri)),
                new Contender(Entrant.peer("Redisson RBucket"), () -> new RedissonBucketGet(uri)),
                new Contender(
                        Entrant.ours("sdk-cache")
                                .aiming(faster(1), 1)
                                .aiming(faster(1.1), 8)
                                .aiming(faster(1.5), 32),
                        () -> new BreakwaterSharedGet(uri)));
    }

    static List<Contender> manyAtOnce(String uri) {
        return List.of(
                new Contender(Entrant.raw("lettuce, one GET"), () -> new LettuceGet(uri)),
                new Contender(Entrant.rawAgain(), () -> new LettuceGet(uri)),
                new Contender(Entrant.beside("lettuce, MGET of 100"), () -> new LettuceMget(uri)),
                new Contender(Entrant.peer("JetCache, getAll(100)"), () -> new JetCacheGetAll(uri)),
                new Contender(Entrant.peer("Redisson, RBuckets of 100"), () -> new RedissonBucketsGet(uri)),
                new Contender(Entrant.ours("sdk-cache, getAll(100)").aiming(MANY, 1), () -> new BreakwaterGetAll(uri)));
    }

    private static Target faster(double ratioToRaw) {
        return Target.of(
                "each read hashes its key, makes its name in Redis and copies the value out of its record;"
                        + " what that costs comes back only where reads wait together and travel as one",
                Bound.atLeast(Measure.RATIO_TO_RAW, ratioToRaw),
                Bound.atMost(Measure.COMMANDS_PER_OP, 1));
    }

    private static Map<String, String> versions(RedisCounters counters) {
        return Map.of(
                "Redis server", counters.version(),
                "Caffeine", JarVersion.of(Caffeine.class),
                "JetCache", JarVersion.of(Cache.class),
                "JMH", JarVersion.of(Benchmark.class),
                "lettuce", JarVersion.of(RedisClient.class),
                "Netty", JarVersion.of(Channel.class),
                "Redisson", JarVersion.of(Redisson.class),
                "Spring", JarVersion.of(CaffeineCache.class),
                "Spring Data Redis", JarVersion.of(RedisCache.class));
    }
}
