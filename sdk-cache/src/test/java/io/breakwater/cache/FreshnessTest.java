package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** One thread commits and invalidates, two read: none reads anything older than what was acknowledged before it began. */
class FreshnessTest {

    private static final int COMMITS = 25_000;
    private static final int COMMITS_WITHOUT_LOADS = 400_000;
    private static final int ATTEMPTS = 50;

    private final AtomicLong source = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong stale = new AtomicLong();
    private volatile boolean over;

    @Test
    void nobody_reads_an_old_value_after_an_invalidation() throws Exception {
        assertNoneIsStale(cache -> cache.invalidate("key"));
    }

    @Test
    void nor_after_a_clear() throws Exception {
        assertNoneIsStale(Cache::clear);
    }

    @Test
    void the_test_notices_a_cache_without_a_guard() throws Exception {
        ConcurrentMap<String, Long> map = new ConcurrentHashMap<>();
        LongSupplier unguarded = () -> {
            Long held = map.get("key");
            long value = held == null ? source.get() : held;
            if (held == null) {
                map.put("key", value);
            }
            return value;
        };
        for (int i = 0; i < ATTEMPTS && stale.get() == 0; i++) {
            staleReads(unguarded, () -> map.remove("key"), COMMITS_WITHOUT_LOADS);
        }
        assertThat(stale).hasPositiveValue();
    }

    private void assertNoneIsStale(Consumer<Cache<String, Long>> change) throws Exception {
        try (ReadThrough<String, Long> cache = Cache.<String, Long>builder("fresh")
                .near(10)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(key -> source.get())) {
            assertThat(staleReads(() -> cache.get("key"), () -> change.accept(cache), COMMITS))
                    .isZero();
            assertThat(cache.stats().nearHits()).isPositive();
        }
    }

    private long staleReads(LongSupplier read, Runnable invalidate, int commits) throws Exception {
        over = false;
        Background<Boolean> one = Background.call(() -> readUntilOver(read));
        Background<Boolean> other = Background.call(() -> readUntilOver(read));
        for (int i = 0; i < commits; i++) {
            long committed = source.incrementAndGet();
            invalidate.run();
            acknowledged.set(committed);
            check(read);
        }
        over = true;
        assertThat(one.result()).isTrue();
        assertThat(other.result()).isTrue();
        return stale.get();
    }

    private boolean readUntilOver(LongSupplier read) {
        while (!over) {
            check(read);
        }
        return true;
    }

    private void check(LongSupplier read) {
        long needed = acknowledged.get();
        if (read.getAsLong() < needed) {
            stale.incrementAndGet();
        }
    }
}
