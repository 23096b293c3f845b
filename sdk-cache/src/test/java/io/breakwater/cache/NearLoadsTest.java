package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How loads are run, and what their callers get, in one JVM. */
class NearLoadsTest {

    private static final int CALLERS = 100;
    private static final int KEYS = 20_000;

    private final CacheAside<String, String> cache = builder().cacheAside();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void a_loader_runs_in_a_thread_of_the_cache() {
        String thread = cache.get("key", key -> {
            assertThat(Thread.currentThread().isDaemon()).isTrue();
            return Thread.currentThread().getName();
        });
        assertThat(thread).matches("breakwater-cache-posts-\\d+");
    }

    @Test
    void a_loader_runs_in_the_executor_that_was_given() {
        AtomicInteger tasks = new AtomicInteger();
        try (CacheAside<String, String> own = builder()
                .executor(task -> {
                    tasks.incrementAndGet();
                    new Thread(task, "mine").start();
                })
                .cacheAside()) {
            assertThat(own.get("key", key -> Thread.currentThread().getName())).isEqualTo("mine");
            assertThat(own.get("key", this::load)).isEqualTo("mine");
            assertThat(tasks).hasValue(1);
        }
    }

    @Test
    void an_executor_that_takes_no_more_is_told_of() {
        try (CacheAside<String, String> own = builder()
                .executor(task -> {
                    throw new RejectedExecutionException("full");
                })
                .cacheAside()) {
            assertThatThrownBy(() -> own.get("key", this::load))
                    .isExactlyInstanceOf(CacheLoadException.class)
                    .hasMessage("Cache posts, key key: too many loads wait already, or the cache is closed")
                    .hasCauseInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    @DisplayName("cache B0: 100 threads on a cold key make one load")
    void one_load_for_all() throws Exception {
        for (Background<String> caller : callers(this::gatedLoad)) {
            assertThat(caller.result()).isEqualTo("v1");
        }
        assertThat(cache.stats().loads()).isEqualTo(1);
        assertThat(cache.stats().misses()).isEqualTo(CALLERS);
        assertThat(cache.stats().joined()).isEqualTo(CALLERS - 1);
    }

    @Test
    @DisplayName("cache B6: who missed just before a load ended looks again, and does not load")
    void one_load_however_close_the_readers_are() throws Exception {
        try (ReadThrough<Integer, Integer> numbers = Cache.<Integer, Integer>builder("numbers")
                .near(10 * KEYS)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(key -> key)) {
            Background<Integer> other = Background.call(() -> sum(numbers));
            assertThat(sum(numbers)).isEqualTo(other.result());
            assertThat(numbers.stats().loads()).isEqualTo(KEYS);
        }
    }

    @Test
    @DisplayName("cache B1: 100 threads on a cold key make one call of a failing loader, and all get its exception")
    void one_failure_for_all() throws Exception {
        IllegalArgumentException failure = new IllegalArgumentException("no such luck");
        for (Background<String> caller : callers(key -> {
            gate.pass();
            throw failure;
        })) {
            assertThat(caller.failure()).isSameAs(failure);
        }
        assertThat(cache.stats().loadFailures()).isEqualTo(1);
        assertThat(cache.stats().misses()).isEqualTo(CALLERS);
    }

    @Test
    @DisplayName("cache B3: an interrupted waiter stops waiting, and the load goes on")
    void an_interrupted_waiter() throws Exception {
        Background<String> loading = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        assertInterruptible();
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache B3: whose call began the load can be interrupted like the others, and the load goes on")
    void an_interrupted_first_caller() throws Exception {
        assertInterruptible();
        gate.open();
        assertThat(cache.get("key", this::gatedLoad)).isEqualTo("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache B3: a future that is cancelled ends no load")
    void a_cancelled_future() throws Exception {
        CompletableFuture<Lookup<String>> future = lookupAsync();
        gate.awaitReached();
        Background<String> waiting =
                Background.call(() -> cache.get("key", this::gatedLoad)).until(Thread.State.TIMED_WAITING);
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        assertThat(waiting.result()).isEqualTo("v1");
        assertThat(lookupAsync().get()).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(loads).hasValue(1);
    }

    @Test
    @DisplayName("cache B2: whose time is over gets an exception and does not load; the load goes on")
    void an_impatient_caller() throws Exception {
        Background<String> loading = Background.call(() -> cache.get("key", this::gatedLoad));
        gate.awaitReached();
        ReadOptions impatient = ReadOptions.defaults().timeout(Duration.ofMillis(20));
        assertThatThrownBy(() -> cache.lookup("key", (key, context) -> gatedLoad(key), impatient))
                .isExactlyInstanceOf(CacheLoadException.class)
                .hasMessage("Cache posts, key key: there was no value within 20 ms");
        assertThat(cache.lookupAsync("key", (key, context) -> gatedLoad(key), impatient))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .havingCause()
                .isExactlyInstanceOf(CacheLoadException.class)
                .withMessage("Cache posts, key key: there was no value within 20 ms");
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        assertThat(loads).hasValue(1);
    }

    @Test
    void a_load_that_takes_too_long_is_ended_and_not_kept() throws Exception {
        AtomicReference<String> ended = new AtomicReference<>();
        CountDownLatch interrupted = new CountDownLatch(1);
        try (CacheAside<String, String> strict =
                builder().hardTimeout(Duration.ofMillis(50)).cacheAside()) {
            assertThatThrownBy(() -> strict.get("key", key -> {
                        ended.set(uninterruptible(interrupted));
                        return "late";
                    }))
                    .isExactlyInstanceOf(CacheLoadException.class)
                    .hasMessage("Cache posts, key key: there was no value within 50 ms");
            interrupted.await();
            Node.await(() -> strict.stats().loads() == 1);
            assertThat(ended).hasValue("interrupted");
            Node.await(() -> isLoadedAnew(strict));
            assertThat(strict.stats().nearSize()).isEqualTo(1);
        }
    }

    @Test
    void who_would_wait_longer_than_a_load_may_take_is_told_when_it_ends() {
        ReadOptions patient = ReadOptions.defaults().timeout(Duration.ofMinutes(1));
        try (CacheAside<String, String> strict =
                builder().hardTimeout(Duration.ofMillis(50)).cacheAside()) {
            assertThatThrownBy(() -> strict.lookup("key", (key, context) -> gatedLoad(key), patient))
                    .isExactlyInstanceOf(CacheLoadException.class)
                    .hasMessage("Cache posts, key key: there was no value within 50 ms");
        }
    }

    @Test
    void a_loader_that_is_interrupted_by_its_own_doing_interrupts_no_caller() {
        assertThatThrownBy(() -> cache.get("key", key -> {
                    throw new InterruptedException();
                }))
                .isExactlyInstanceOf(CacheLoadException.class)
                .hasMessage("Cache posts, key key: the loader was interrupted");
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private void assertInterruptible() throws Exception {
        Background<Boolean> waiting = Background.call(() -> {
                    assertThatThrownBy(() -> cache.get("key", this::gatedLoad))
                            .isExactlyInstanceOf(CacheLoadException.class)
                            .hasMessage("Cache posts, key key: interrupted while waiting for the load")
                            .hasCauseInstanceOf(InterruptedException.class);
                    return Thread.currentThread().isInterrupted();
                })
                .until(Thread.State.TIMED_WAITING);
        waiting.interrupt();
        assertThat(waiting.result()).as("stays interrupted").isTrue();
    }

    private static CacheBuilder<String, String> builder() {
        return Cache.<String, String>builder("posts").near(1_000).expiry(Duration.ofMinutes(5), 0.1);
    }

    private static int sum(ReadThrough<Integer, Integer> numbers) {
        int sum = 0;
        for (int key = 0; key < KEYS; key++) {
            sum += numbers.get(key);
        }
        return sum;
    }

    /** All wait for one load when the gate opens. */
    private List<Background<String>> callers(Loader<String, String> loader) {
        List<Background<String>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(Background.call(() -> cache.get("key", loader)));
        }
        callers.forEach(caller -> caller.until(Thread.State.TIMED_WAITING));
        gate.open();
        return callers;
    }

    private CompletableFuture<Lookup<String>> lookupAsync() {
        return cache.lookupAsync("key", (key, context) -> gatedLoad(key), ReadOptions.defaults())
                .toCompletableFuture();
    }

    /** At once, or if this machine is slow at the next attempt. */
    private boolean isLoadedAnew(CacheAside<String, String> strict) {
        try {
            String value = strict.get("key", this::load);
            assertThat(value).as("what came late was not kept").startsWith("v");
            return true;
        } catch (CacheLoadException slow) {
            return false;
        }
    }

    private static String uninterruptible(CountDownLatch interrupted) {
        try {
            new CountDownLatch(1).await();
            return "never";
        } catch (InterruptedException e) {
            interrupted.countDown();
            return "interrupted";
        }
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private String gatedLoad(String key) {
        String loaded = load(key);
        gate.pass();
        return loaded;
    }
}
