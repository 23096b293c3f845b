package io.breakwater.benchmarks.cache;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.breakwater.cache.Cache;
import io.breakwater.cache.ReadThrough;
import java.time.Duration;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A hit in this JVM: 1,024 entries, of which each thread reads one after the other. */
public class NearCacheBenchmark {

    private static final int ENTRIES = 1_024;
    private static final int CAPACITY = 10_000;
    private static final Duration TTL = Duration.ofHours(1);

    /** Keys that exist before, so that none is boxed on the way. */
    @State(Scope.Thread)
    public static class Keys {

        private final Long[] all = LongStream.range(0, ENTRIES).boxed().toArray(Long[]::new);
        private int next;

        Long next() {
            return all[next++ & (ENTRIES - 1)];
        }
    }

    /** Caffeine with a bound and an expiry, as its users have it. */
    @State(Scope.Benchmark)
    public static class Raw {

        private final com.github.benmanes.caffeine.cache.Cache<Long, String> cache = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfterWrite(TTL)
                .build();

        /** Fills it. */
        @Setup
        public void fill() {
            LongStream.range(0, ENTRIES).forEach(key -> cache.put(key, "value " + key));
        }
    }

    /** Caffeine with an expiry of each entry's own, without which there is no jitter. */
    @State(Scope.Benchmark)
    public static class PerEntry {

        private final com.github.benmanes.caffeine.cache.Cache<Long, String> cache = Caffeine.newBuilder()
                .maximumSize(CAPACITY)
                .expireAfter(Expiry.writing((key, value) -> TTL))
                .build();

        /** Fills it. */
        @Setup
        public void fill() {
            LongStream.range(0, ENTRIES).forEach(key -> cache.put(key, "value " + key));
        }
    }

    /** The near tier alone, with its counters and its jitter. */
    @State(Scope.Benchmark)
    public static class Near {

        private final ReadThrough<Long, String> cache = Cache.<Long, String>builder("bench")
                .near(CAPACITY)
                .expiry(TTL, 0.1)
                .readThrough(key -> {
                    throw new IllegalStateException(key + " was not in the near tier");
                });

        /** Fills it. */
        @Setup
        public void fill() {
            LongStream.range(0, ENTRIES).forEach(key -> cache.put(key, "value " + key));
        }
    }

    /**
     * A hit in Caffeine.
     *
     * @param keys of this thread
     * @param raw of all threads
     * @return the value
     */
    @Benchmark
    public @Nullable String caffeine(Keys keys, Raw raw) {
        return raw.cache.getIfPresent(keys.next());
    }

    /**
     * A hit in Caffeine.
     *
     * @param keys of this thread
     * @param perEntry of all threads
     * @return the value
     */
    @Benchmark
    public @Nullable String caffeinePerEntry(Keys keys, PerEntry perEntry) {
        return perEntry.cache.getIfPresent(keys.next());
    }

    /**
     * A hit in the near tier.
     *
     * @param keys of this thread
     * @param near of all threads
     * @return the value
     */
    @Benchmark
    public @Nullable String near(Keys keys, Near near) {
        return near.cache.get(keys.next());
    }
}
