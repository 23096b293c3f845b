package io.breakwater.benchmarks.cache;

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
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** A hit in the near tier beside a hit in Caffeine, on which it stands. */
public final class CacheArea implements Area {

    private static final List<Integer> THREADS = List.of(1, 2);
    private static final String CASE = "near hit";

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
        List<JmhEntry> entries = List.of(
                new JmhEntry(CASE, Entrant.raw("Caffeine"), "caffeine"),
                new JmhEntry(CASE, Entrant.rawAgain(), "caffeine"),
                new JmhEntry(CASE, Entrant.peer("Caffeine, expiry per entry"), "caffeinePerEntry"),
                new JmhEntry(CASE, Entrant.ours("sdk-cache").aiming(NEAR_CAFFEINE, 1, 2), "near"));
        return new Findings(
                new JmhRounds(NearCacheBenchmark.class, plan, Map.of()).run(entries, THREADS),
                Map.of("Caffeine", JarVersion.of(Caffeine.class), "JMH", JarVersion.of(Benchmark.class)));
    }
}
