package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a load whose value was changed before it ended. */
class LateLoadsIT {

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
        one.settle();
        two.settle();
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
}
