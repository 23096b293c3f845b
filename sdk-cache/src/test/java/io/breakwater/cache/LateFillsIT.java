package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loads that began before a change and end after it. */
class LateFillsIT {

    private final String name = "late-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final GatedCodec codec = new GatedCodec();
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();
    private final CacheAside<String, String> here = one.ready(builder(one).cacheAside());
    private final CacheAside<String, String> there = two.ready(builder(two).cacheAside());

    @AfterEach
    void close() {
        gate.open();
        one.close();
        two.close();
        records.close();
    }

    @Test
    @DisplayName("cache A1: a load that began before an invalidation enters neither tier after it")
    void an_invalidation() throws Exception {
        assertLateLoadIsNotKept(() -> here.invalidate("key"));
    }

    @Test
    @DisplayName("cache A1: nor one that began before an invalidation of several keys")
    void an_invalidation_of_several_keys() throws Exception {
        assertLateLoadIsNotKept(() -> here.invalidateAll(List.of("other", "key")));
    }

    @Test
    @DisplayName("cache A7: a value is as old as the begin of its load: a clear meanwhile ends it, in both tiers")
    void a_clear() throws Exception {
        assertLateLoadIsNotKept(here::clear);
    }

    @Test
    @DisplayName("cache A7: a clear by another node meanwhile ends it, too, whenever this node hears of it")
    void a_clear_by_another() throws Exception {
        one.messages().hold();
        Background<String> early = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        there.clear();
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(records.kind("key")).isNull();
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(here.lookup("key", this::load))
                .as("it was not kept near either")
                .isEqualTo(new Lookup<>("v2", Source.SHARED));
    }

    @Test
    void a_fill_that_an_invalidation_overtook_is_refused() throws Exception {
        codec.beforeEncode = gate;
        Background<String> early = Background.call(() -> here.get("key", this::load));
        gate.awaitReached();
        here.invalidate("key");
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(records.get("key")).isNull();
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(here.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    @DisplayName("cache G6: a load that goes on after its caller has left is not kept over an invalidation either")
    void a_load_in_the_background() throws Exception {
        CompletableFuture<Lookup<String>> left = here.lookupAsync(
                        "key", (key, context) -> gatedLoad(key), ReadOptions.defaults())
                .toCompletableFuture();
        gate.awaitReached();
        left.cancel(true);
        here.invalidate("key");
        gate.open();
        Node.await(() -> here.stats().refusedFills() == 1);
        assertThat(records.get("key")).isNull();
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
    }

    @Test
    @DisplayName("cache G6: nor is one whose callers were content with a stale value")
    void a_load_behind_a_stale_value() throws Exception {
        try (CacheAside<String, String> patient = one.ready(builder(one)
                .staleIfError(Duration.ofHours(1))
                .softTimeout(Duration.ofMillis(1))
                .cacheAside())) {
            there.put("key", "old");
            records.age("key", Duration.ofMinutes(6));
            records.commands().pexpire(records.name("key"), 3_600_000);
            assertThat(patient.lookup("key", this::gatedLoad)).isEqualTo(new Lookup<>("old", Source.LOADER, true));
            gate.awaitReached();
            patient.invalidate("key");
            gate.open();
            Node.await(() -> patient.stats().refusedFills() == 1);
            assertThat(records.get("key")).isNull();
            assertThat(patient.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        }
    }

    private void assertLateLoadIsNotKept(Runnable change) throws Exception {
        Background<String> early = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        change.run();
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(records.kind("key")).isNull();
        assertThat(here.stats().refusedFills()).isEqualTo(1);
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.SHARED));
    }

    private CacheBuilder<String, String> builder(Node node) {
        return Cache.<String, String>builder(name)
                .near(1_000)
                .shared(node.redis(), codec)
                .expiry(Duration.ofMinutes(5), 0);
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
