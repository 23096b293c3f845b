package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The right to load: who loses it, and what he can do then. */
class LeaseIT {

    private static final long LEASE_MILLIS = 3_000;

    private final String name = "lease-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final Node three = Node.on(DevServices.redis().uri());
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();
    private final Gate secondGate = new Gate();
    private final CacheAside<String, String> here = one.ready(one.cache(name).cacheAside());
    private final CacheAside<String, String> there = two.ready(two.cache(name).cacheAside());

    @AfterEach
    void close() {
        gate.open();
        secondGate.open();
        List.of(one, two, three).forEach(Node::close);
        records.close();
    }

    @Test
    @DisplayName("cache B4: who has lost his lease cannot store what he loaded, nor give back another's lease")
    void a_late_store() throws Exception {
        Background<String> early = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        Background<String> next = Background.call(() -> there.get("key", this::secondLoad));
        loseLease();
        secondGate.awaitReached();
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(here.stats().refusedFills()).isEqualTo(1);
        assertThat(records.kind("key")).as("of the second").isEqualTo(StoredRecord.Kind.LEASE);
        secondGate.open();
        assertThat(next.result()).isEqualTo("v2");
        assertThat(here.lookup("key", this::secondLoad)).isEqualTo(new Lookup<>("v2", Source.SHARED));
        assertThat(loads).hasValue(2);
    }

    @Test
    @DisplayName("cache B4: who has lost his lease and then fails does not end another's, nor is his failure told")
    void a_late_failure() throws Exception {
        Background<String> early = Background.call(() -> here.get("key", key -> {
            gate.pass();
            throw new IllegalStateException("too late");
        }));
        gate.awaitReached();
        Background<String> next = Background.call(() -> there.get("key", this::secondLoad));
        loseLease();
        secondGate.awaitReached();
        gate.open();
        assertThat(early.failure()).hasMessage("too late");
        assertThat(records.kind("key")).as("of the second").isEqualTo(StoredRecord.Kind.LEASE);
        secondGate.open();
        assertThat(next.result()).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache B4: who has lost his lease and then finds nothing does not end another's")
    void a_late_release() throws Exception {
        Background<String> early = Background.call(() -> here.get("key", key -> {
            gate.pass();
            return null;
        }));
        gate.awaitReached();
        Background<String> next = Background.call(() -> there.get("key", this::secondLoad));
        loseLease();
        secondGate.awaitReached();
        gate.open();
        assertThat(early.result()).isNull();
        assertThat(records.kind("key")).as("of the second").isEqualTo(StoredRecord.Kind.LEASE);
        secondGate.open();
        assertThat(next.result()).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache B5: when a node dies in a load the others go on after a lease, with one load more")
    void a_dead_node() throws Exception {
        CacheAside<String, String> third = three.ready(three.cache(name).cacheAside());
        Background<String> dying = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        assertThat(records.ttlMillis("key")).isBetween(1L, LEASE_MILLIS);
        one.close();
        Background<String> second = Background.call(() -> there.get("key", this::load));
        Background<String> other = Background.call(() -> third.get("key", this::load));
        assertThat(second.result()).isEqualTo("v2");
        assertThat(other.result()).isEqualTo("v2");
        assertThat(loads).hasValue(2);
        gate.open();
        assertThat(dying.result()).as("its caller at least has it").isEqualTo("v1");
        assertThat(there.get("key", this::load)).isEqualTo("v2");
    }

    @Test
    void the_lease_of_a_long_load_is_renewed_at_each_heartbeat() throws Exception {
        Background<String> loading = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        Node.await(() -> records.ttlMillis("key") < LEASE_MILLIS * 2 / 3 - 100);
        one.beat();
        assertThat(records.ttlMillis("key")).isGreaterThan(LEASE_MILLIS * 2 / 3);
        gate.open();
        assertThat(loading.result()).isEqualTo("v1");
        one.beat();
        assertThat(records.kind("key")).isEqualTo(StoredRecord.Kind.VALUE);
    }

    @Test
    @DisplayName("cache B5: nor does a loader that hears no interrupt hold the others up longer than that")
    void a_load_that_never_ends() throws Exception {
        try (CacheAside<String, String> strict =
                one.ready(one.cache(name).hardTimeout(Duration.ofMillis(500)).cacheAside())) {
            Background<String> hung = Background.call(() -> strict.get("key", key -> {
                while (!gate.isOpen()) {
                    Thread.onSpinWait();
                }
                return "late";
            }));
            assertThat(hung.failure()).hasMessageContaining("there was no value within 500 ms");
            Background<String> next = Background.call(() -> there.get("key", this::load));
            Node.await(() -> {
                one.beat();
                return loads.get() == 1;
            });
            assertThat(next.result()).isEqualTo("v1");
            gate.open();
            Node.await(() -> strict.stats().loads() == 1);
            assertThat(strict.get("key", this::load))
                    .as("what came late was not kept")
                    .isEqualTo("v1");
        }
    }

    /** As if its time were over. */
    private void loseLease() {
        assertThat(records.kind("key")).isEqualTo(StoredRecord.Kind.LEASE);
        records.age("key", Duration.ofMillis(LEASE_MILLIS));
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private String gatedLoad(String key) {
        String loaded = load(key);
        gate.pass();
        return loaded;
    }

    private String secondLoad(String key) {
        String loaded = load(key);
        secondGate.pass();
        return loaded;
    }
}
