package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a load whose value was changed before it ended. */
class OvertakenLoadsIT {

    private final Table table = new Table("v0");
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    @BeforeEach
    void open() {
        String name = "late-" + UUID.randomUUID();
        one = Node.on(Topology.STANDALONE.uri());
        two = Node.on(Topology.STANDALONE.uri());
        here = one.cache(name).readThrough(table);
        there = two.cache(name).readThrough(table);
        one.ready(here);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private Background<String> loadThere(Gate gate) {
        Background<String> late = Background.call(() -> there.get("k"));
        table.let(gate);
        return late;
    }

    @Test
    @DisplayName("cache X1, A2: what was loaded before an invalidation does not replace what was loaded after it")
    void a_late_load_does_not_replace_a_newer_one() throws Exception {
        Gate gate = table.holdAfterRead();
        Background<String> late = loadThere(gate);
        table.commit("v1");
        here.invalidate("k");
        assertThat(here.get("k")).isEqualTo("v1");
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear())).isEqualTo(new Lookup<>("v1", Source.SHARED));
        assertThat(there.get("k")).isEqualTo("v1");
        assertThat(there.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    @DisplayName("cache X2, A2: that there is nothing in Redis does not prove that nothing has happened")
    void a_late_load_is_not_kept_where_nothing_is() throws Exception {
        Gate gate = table.holdAfterRead();
        Background<String> late = loadThere(gate);
        table.commit("v1");
        here.invalidate("k");
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X6: who comes after an invalidation does not wait for a load from before it")
    void a_flight_from_before_is_not_joined() throws Exception {
        Gate gate = table.holdAfterRead();
        Background<String> late = loadThere(gate);
        table.commit("v1");
        there.invalidate("k");
        assertThat(there.get("k")).isEqualTo("v1");
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(there.get("k")).isEqualTo("v1");
        assertThat(there.stats().joined()).isZero();
    }

    @Test
    @DisplayName("cache X31: what was loaded before a clear is not valid after it")
    void a_load_from_before_a_clear_is_not_valid_after_it() throws Exception {
        two.messages().hold();
        Gate gate = table.holdAfterRead();
        Background<String> late = loadThere(gate);
        table.commit("v1");
        here.clear();
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
        two.messages().deliver();
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X27: a load that fails takes no other node's lease with it")
    void a_failed_load_leaves_the_lease_of_another() throws Exception {
        Gate first = new Gate();
        CacheAside<String, String> failing =
                one.cache("failing-" + UUID.randomUUID()).cacheAside();
        CacheAside<String, String> working = two.cache(failing.name()).cacheAside();
        Background<String> failed = Background.call(() -> failing.get("k", key -> {
            first.pass();
            throw new IllegalStateException("no source");
        }));
        first.awaitReached();
        working.invalidate("k");
        Gate gate = table.holdAfterRead();
        Background<String> slow = Background.call(() -> working.get("k", table));
        table.let(gate);
        first.open();
        assertThat(failed.failure()).hasMessage("no source");
        Background<String> waiting = Background.call(() -> failing.get("k", table));
        waiting.until(Thread.State.TIMED_WAITING, Thread.State.WAITING);
        gate.open();
        assertThat(slow.result()).isEqualTo("v0");
        assertThat(waiting.result()).isEqualTo("v0");
        assertThat(table.reads()).isEqualTo(1);
    }

    @Test
    @DisplayName("cache X27, B1: a hundred callers whose load fails are one load")
    void who_comes_after_a_failure_does_not_try_at_once() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Gate gate = new Gate();
        Loader<String, String> failing = key -> {
            tries.incrementAndGet();
            gate.pass();
            throw new IllegalStateException("no source");
        };
        CacheAside<String, String> first =
                one.cache("failing-" + UUID.randomUUID()).cacheAside();
        CacheAside<String, String> second = two.cache(first.name()).cacheAside();
        List<Background<String>> callers = new ArrayList<>();
        callers.add(Background.call(() -> first.get("k", failing)));
        gate.awaitReached();
        for (int i = 1; i < 50; i++) {
            callers.add(Background.call(() -> first.get("k", failing)));
            callers.add(Background.call(() -> second.get("k", failing)));
        }
        for (Background<String> caller : callers) {
            caller.until(Thread.State.TIMED_WAITING);
        }
        gate.open();
        callers.forEach(caller -> assertThat(caller.failure()).hasMessageContaining("no source"));
        assertThat(tries).hasValue(1);
    }

    @Test
    @DisplayName("cache X30, C1: a refresh stores nothing in place of what was put meanwhile")
    void a_refresh_replaces_only_what_it_was_begun_for() throws Exception {
        CacheAside<String, String> cache = Cache.<String, String>builder("refreshed-" + UUID.randomUUID())
                .shared(one.redis(), Codec.strings())
                .expiry(Duration.ofMinutes(5), 0)
                .refreshAhead(0.5)
                .cacheAside();
        assertThat(cache.get("k", table)).isEqualTo("v0");
        RecordInRedis.of(DevServices.redis(), cache.name(), "k")
                .age(Duration.ofMinutes(4).toMillis());
        Gate gate = table.holdAfterRead();
        assertThat(cache.get("k", table)).isEqualTo("v0");
        table.let(gate);
        cache.put("k", "v1");
        gate.open();
        Node.await(() -> cache.stats().refusedFills() == 1);
        assertThat(cache.get("k", table)).isEqualTo("v1");
    }
}
