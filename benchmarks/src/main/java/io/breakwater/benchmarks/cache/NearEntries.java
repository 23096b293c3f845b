package io.breakwater.benchmarks.cache;

import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What all near caches hold, with the same bound and lifetime. */
final class NearEntries {

    static final int ENTRIES = 1_024;
    static final int CAPACITY = 10_000;
    static final Duration TTL = Duration.ofHours(1);

    private NearEntries() {}

    static void putInto(BiConsumer<Long, String> cache) {
        LongStream.range(0, ENTRIES).forEach(key -> cache.accept(key, "value " + key));
    }

    /** A miss must not count as a fast hit. */
    static String present(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("A value was not in the near cache");
        }
        return value;
    }
}
