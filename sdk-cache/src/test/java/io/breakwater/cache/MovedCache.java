package io.breakwater.cache;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** The parts of a cache without Redis, by a clock that the test moves, and with one thread for loads. */
final class MovedCache implements AutoCloseable {

    static final Duration TTL = Duration.ofSeconds(100);
    static final Duration LATE = Duration.ofSeconds(75);

    private final AtomicLong nanos = new AtomicLong();
    private final ExecutorService single = Executors.newSingleThreadExecutor();
    private final LoaderThreads threads = LoaderThreads.over(single);
    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(100, guard, new Counters(), nanos::get);
    private final Tiers<String, String> tiers =
            new Tiers<>("moved", terms(), guard, near, null, new Counters(), nanos::get);
    private final Reads<String, String> reads =
            new Reads<>(tiers, new RefreshAhead<>(tiers, threads, nanos::get), threads);
    private final BulkReads<String, String> bulkReads = new BulkReads<>(tiers, reads);
    private final Changes<String, String> changes = new Changes<>(tiers, WhenStoreFails.FAIL);

    private static Terms terms() {
        return new Terms(
                new Jitter(TTL, 0, Random::new),
                TTL,
                null,
                TTL,
                0.75,
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                new Pause(Duration.ofMillis(100), Duration.ofSeconds(3)),
                Duration.ZERO,
                TTL);
    }

    Reads<String, String> reads() {
        return reads;
    }

    BulkReads<String, String> bulkReads() {
        return bulkReads;
    }

    Changes<String, String> changes() {
        return changes;
    }

    CacheStats stats() {
        return tiers.stats();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Override
    public void close() {
        single.shutdownNow();
    }
}
