package io.breakwater.benchmarks.cache;

import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A hit in this JVM: 1,024 entries, of which each thread reads one after the other. */
public class NearCacheBenchmark {

    /** Keys that exist before, so that none is boxed on the way. */
    @State(Scope.Thread)
    public static class Keys {

        private final Long[] all =
                LongStream.range(0, NearEntries.ENTRIES).boxed().toArray(Long[]::new);
        private int next;

        Long next() {
            return all[next++ & (NearEntries.ENTRIES - 1)];
        }
    }

    /**
     * A hit in ConcurrentHashMap.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String map(Keys keys, MapNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in Caffeine.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String caffeine(Keys keys, CaffeineNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in Caffeine with an expiry per entry.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String caffeinePerEntry(Keys keys, CaffeinePerEntryNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in Spring's CaffeineCache.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String spring(Keys keys, SpringCaffeineNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in JetCache with the near tier alone.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String jetCacheLocal(Keys keys, JetCacheLocalNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in JetCache with both tiers.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String jetCacheTwoTier(Keys keys, JetCacheTwoTierNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in Redisson's RLocalCachedMap.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String redisson(Keys keys, RedissonNearHit cache) {
        return cache.get(keys.next());
    }

    /**
     * A hit in sdk-cache.
     *
     * @param keys of this thread
     * @param cache of all threads
     * @return the value
     */
    @Benchmark
    public String breakwater(Keys keys, BreakwaterNearHit cache) {
        return cache.get(keys.next());
    }
}
