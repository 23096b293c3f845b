package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Direction;
import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.Pause;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stays of what was loaded from a replica of the source that had not heard of the last commits. */
class LaggingSourceIT {

    private static final Duration WINDOW = Duration.ofSeconds(60);
    private static final Duration TTL = Duration.ofMinutes(5);

    private final String name = "lag-" + UUID.randomUUID();
    private final Table replica = new Table("v0");
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final RecordInRedis record = RecordInRedis.of(DevServices.redis(), name, "k");
    private FaultProxy way;
    private Node node;

    @BeforeEach
    void open() {
        way = FaultProxy.before(DevServices.redis().port());
        node = Node.on("redis://127.0.0.1:" + way.port());
    }

    @AfterEach
    void close() {
        node.close();
        way.close();
    }

    private CacheBuilder<String, String> shared(Duration ttl) {
        return Cache.<String, String>builder(name)
                .shared(node.redis(), Codec.strings())
                .expiry(ttl, 0);
    }

    private ReadThrough<String, String> withWindow() {
        return shared(TTL).holdOff(WINDOW).readThrough(replica);
    }

    /** Its loader goes to the primary when there is a token, and notes which ones there were. */
    private ReadThrough<String, String> withTokens(Duration ttl) {
        return shared(ttl).readThrough((key, context) -> {
            List<String> tokens = context.freshness();
            asked.add(tokens);
            return tokens.isEmpty()
                    ? replica.load(key)
                    : "v" + tokens.stream().sorted().reduce("", (a, b) -> b);
        });
    }

    @Test
    @DisplayName("cache X16, X21, A13: what is loaded in the window ends with it")
    void a_load_in_the_window_ends_with_it() {
        ReadThrough<String, String> cache = withWindow();
        cache.invalidate("k");
        assertThat(cache.get("k")).isEqualTo("v0");
        assertThat(cache.lookup("k")).isEqualTo(new Lookup<>("v0", Source.SHARED));
        assertThat(record.life()).isBetween(1L, WINDOW.toMillis());
        replica.commit("v1");
        record.age(WINDOW.toMillis());
        assertThat(cache.get("k")).isEqualTo("v1");
        assertThat(record.life()).isGreaterThan(WINDOW.toMillis());
    }

    @Test
    @DisplayName("cache X16: the same after a clear, for all keys")
    void a_load_in_the_window_of_a_clear_ends_with_it() {
        ReadThrough<String, String> cache = withWindow();
        cache.clear();
        assertThat(cache.get("k")).isEqualTo("v0");
        assertThat(record.life()).isBetween(1L, WINDOW.toMillis());
    }

    @Test
    @DisplayName("cache X17: what was loaded in the window is not stored after it")
    void a_load_begun_in_the_window_is_not_stored_after_it() throws Exception {
        ReadThrough<String, String> cache = withWindow();
        cache.invalidate("k");
        Gate gate = replica.holdAfterRead();
        Background<String> late = Background.call(() -> cache.get("k"));
        replica.let(gate);
        replica.commit("v1");
        long granted = record.ends() - Duration.ofSeconds(3).toMillis();
        record.endHoldsAt(granted + 1);
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(cache.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache X17: also if the window ends just after the load has begun and the value takes long to Redis")
    void a_load_begun_in_the_window_is_not_stored_however_late() throws Exception {
        GatedCodec codec = new GatedCodec();
        ReadThrough<String, String> cache =
                shared(TTL).shared(node.redis(), codec).holdOff(WINDOW).readThrough(replica);
        cache.invalidate("k");
        codec.beforeEncode = new Gate();
        Background<String> late = Background.call(() -> cache.get("k"));
        codec.beforeEncode.awaitReached();
        replica.commit("v1");
        long granted = record.ends() - Duration.ofSeconds(3).toMillis();
        record.endHoldsAt(granted + 1);
        Pause stores = way.hold(Direction.REQUESTS);
        codec.beforeEncode.open();
        stores.awaitReached(Duration.ofSeconds(20));
        long held = System.nanoTime();
        Node.await(() -> System.nanoTime() - held > 100_000_000);
        stores.resume();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(cache.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache X18: invalidations arrive in another order than the commits: a load is as fresh as all of them")
    void no_token_takes_the_place_of_another() {
        ReadThrough<String, String> cache = withTokens(TTL);
        cache.invalidate("k", "2");
        cache.invalidate("k", "1");
        assertThat(cache.get("k")).isEqualTo("v2");
        assertThat(asked).singleElement().asInstanceOf(LIST).containsExactlyInAnyOrder("1", "2");
        assertThat(record.life()).as("that of a fresh value").isGreaterThan(WINDOW.toMillis());
    }

    @Test
    @DisplayName("cache X19: a value that ends before its token does leaves the token to the next load")
    void a_value_keeps_its_token() {
        ReadThrough<String, String> cache = withTokens(Duration.ofSeconds(10));
        cache.invalidate("k", "1");
        assertThat(cache.get("k")).isEqualTo("v1");
        record.age(Duration.ofSeconds(10).toMillis());
        assertThat(cache.get("k")).isEqualTo("v1");
        assertThat(asked).hasSize(2);
        record.age(Duration.ofSeconds(20).toMillis());
        replica.commit("v1 of the replica");
        assertThat(cache.get("k")).isEqualTo("v1 of the replica");
    }

    @Test
    @DisplayName("cache X20: a near value ends with the window, too")
    void near_ends_with_the_window() {
        ReadThrough<String, String> cache =
                shared(TTL).near(100).holdOff(Duration.ofSeconds(1)).readThrough(replica);
        node.ready(cache);
        cache.invalidate("k");
        assertThat(cache.get("k")).isEqualTo("v0");
        assertThat(cache.get("k")).isEqualTo("v0");
        replica.commit("v1");
        Node.await(() -> !record.exists());
        assertThat(cache.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X21b: a window that Redis evicts is forgotten: the bound is the TTL")
    void an_evicted_window_is_forgotten() {
        ReadThrough<String, String> cache = withWindow();
        cache.invalidate("k");
        record.remove();
        assertThat(cache.get("k")).isEqualTo("v0");
        replica.commit("v1");
        assertThat(record.life()).isBetween(WINDOW.toMillis(), TTL.toMillis());
        record.age(TTL.toMillis());
        assertThat(cache.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X21: who takes over an abandoned load is bound by the same window")
    void the_window_passes_from_lease_to_lease() throws Exception {
        ReadThrough<String, String> cache = withWindow();
        cache.invalidate("k");
        Node dead = Node.on(Topology.STANDALONE.uri());
        Gate never = replica.holdAfterRead();
        ReadThrough<String, String> abandoned = Cache.<String, String>builder(name)
                .shared(dead.redis(), Codec.strings())
                .expiry(TTL, 0)
                .readThrough(replica);
        Background.call(() -> abandoned.get("k"));
        replica.let(never);
        dead.close();
        record.age(Duration.ofSeconds(3).toMillis());
        assertThat(cache.get("k")).isEqualTo("v0");
        assertThat(record.life()).isBetween(1L, WINDOW.toMillis());
    }
}
