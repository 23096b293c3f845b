package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two JVMs on one Redis: what each finds of the other's. */
class CacheIT {

    private final String name = "it-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final GatedCodec codec = new GatedCodec();
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final CacheAside<String, String> here = one.ready(cache(one, codec));
    private final CacheAside<String, String> there = two.ready(cache(two, JsonCodec.of(String.class)));
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        one.close();
        two.close();
        records.close();
    }

    @Test
    void what_one_jvm_loaded_is_there_for_the_other() {
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.SHARED));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(here.stats().misses()).isEqualTo(1);
        assertThat(here.stats().loads()).isEqualTo(1);
        assertThat(there.stats().sharedHits()).isEqualTo(1);
        assertThat(there.stats().nearHits()).isEqualTo(1);
        assertThat(there.stats().loads()).isZero();
    }

    @Test
    void what_one_jvm_put_is_there_for_the_other_and_gone_after_its_invalidation() {
        here.put("key", "put");
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.SHARED));
        there.invalidate("key");
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        Node.await(() -> here.stats().heard() >= 2);
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.SHARED));
    }

    @Test
    void a_cache_without_a_near_tier_reads_redis_each_time() {
        try (CacheAside<Long, Post> posts = Cache.<Long, Post>builder(name)
                .shared(one.redis(), JsonCodec.of(Post.class))
                .expiry(Duration.ofMinutes(5), 0)
                .cacheAside()) {
            Loader<Long, Post> loader = id -> Post.titled("hello");
            assertThat(posts.lookup(42L, loader).source()).isEqualTo(Source.LOADER);
            assertThat(posts.lookup(42L, loader)).isEqualTo(new Lookup<>(Post.titled("hello"), Source.SHARED));
            posts.put(42L, Post.titled("changed"));
            assertThat(posts.get(42L, loader)).isEqualTo(Post.titled("changed"));
            posts.invalidate(42L);
            assertThat(posts.lookup(42L, loader).source()).isEqualTo(Source.LOADER);
            assertThat(posts.stats().nearSize()).isZero();
        }
    }

    @Test
    void what_is_stored_of_a_key_has_a_name_that_people_can_read_and_the_codec_s_bytes() {
        here.put("some key", "välue");
        assertThat(new String(records.name("some key"), UTF_8)).matches("cache:" + name + ":\\{..}e:ssome key");
        StoredRecord stored = records.get("some key");
        assertThat(new String(stored.bytes(), stored.body(), stored.bytes().length - stored.body(), UTF_8))
                .isEqualTo("\0\1\0\1\"välue\"");
        assertThat(stored.ttl()).isBetween(270_000L, 300_000L);
    }

    @Test
    void values_end_in_redis_after_their_ttl_less_a_jitter_of_their_own() {
        try (CacheAside<String, String> hour = Cache.<String, String>builder(name)
                .shared(one.redis(), codec)
                .expiry(Duration.ofHours(1), 0.5)
                .cacheAside()) {
            Set<Long> minutes = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                hour.get("loaded" + i, this::load);
                hour.put("put" + i, "value");
                for (String key : List.of("loaded" + i, "put" + i)) {
                    long ttl = records.ttlMillis(key);
                    assertThat(ttl).isBetween(29 * 60_000L, 60 * 60_000L);
                    minutes.add(ttl / 60_000);
                }
            }
            assertThat(minutes).hasSizeGreaterThan(10);
        }
    }

    @Test
    void a_late_load_does_not_overwrite_what_another_jvm_has_put() throws Exception {
        Background<String> late = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        there.put("key", "put");
        gate.open();
        assertThat(late.result()).isEqualTo("v1");
        assertThat(here.lookup("key", this::load))
                .as("nor did it enter the near tier")
                .isEqualTo(new Lookup<>("put", Source.SHARED));
        assertThat(here.stats().refusedFills()).isEqualTo(1);
    }

    @Test
    void a_value_that_cannot_be_encoded_is_kept_near() {
        codec.beforeEncode = null; // fails there
        assertThat(here.get("key", this::load)).isEqualTo("v1");
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(here.stats().sharedFailures()).isEqualTo(1);
        assertThatThrownBy(() -> here.put("key", "put"))
                .isInstanceOf(CacheStoreException.class)
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void a_value_that_is_too_large_is_kept_near() {
        try (CacheAside<String, String> small =
                one.cache(name + ".small").largestValue(10).cacheAside()) {
            String large = "x".repeat(11);
            assertThat(small.get("key", key -> large)).isEqualTo(large);
            assertThat(small.lookup("key", this::load)).isEqualTo(new Lookup<>(large, Source.NEAR));
            assertThatThrownBy(() -> small.put("key", large)).isInstanceOf(CacheStoreException.class);
            small.put("key", "x".repeat(10));
            assertThat(small.get("key", this::load)).hasSize(10);
        }
    }

    @Test
    void a_key_that_cannot_be_shared_is_refused_everywhere() {
        try (CacheAside<Object, String> any = Cache.<Object, String>builder(name)
                .near(10)
                .shared(one.redis(), codec)
                .expiry(Duration.ofMinutes(5), 0)
                .cacheAside()) {
            List<Runnable> calls = List.of(
                    () -> any.get('x', key -> "value"),
                    () -> any.getAll(List.of('x'), keys -> Map.of()),
                    () -> any.put('x', "value"),
                    () -> any.invalidate('x'),
                    () -> any.invalidate('x', "token"),
                    () -> any.invalidateAll(List.of("fine", 'x')));
            for (Runnable call : calls) {
                assertThatIllegalArgumentException()
                        .isThrownBy(call::run)
                        .withMessage("Invalid key type (java.lang.Character): must be String, Long, Integer or UUID"
                                + " where values are shared");
            }
        }
    }

    @Test
    void a_put_wins_over_a_promotion_that_began_before_it() throws Exception {
        there.put("key", "old");
        codec.beforeDecode = gate;
        Background<String> early = Background.call(() -> here.get("key", this::load));
        gate.awaitReached();
        here.put("key", "new");
        gate.open();
        assertThat(early.result()).isEqualTo("old");
        assertThat(here.get("key", this::load)).isEqualTo("new");
    }

    @Test
    void two_caches_of_one_name_on_one_link_share_and_hear_of_each_other() {
        try (CacheAside<String, String> twin = one.ready(cache(one, codec))) {
            here.put("key", "put");
            assertThat(twin.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.SHARED));
            here.invalidate("key");
            Node.await(() -> twin.stats().heard() >= 2);
            assertThat(twin.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            twin.clear();
            Node.await(() -> here.lookup("key", this::load).value().equals("v2"));
        }
    }

    private static CacheAside<String, String> cache(Node node, String name, Codec<String> codec) {
        return Cache.<String, String>builder(name)
                .near(1_000)
                .shared(node.redis(), codec)
                .expiry(Duration.ofMinutes(5), 0.1)
                .cacheAside();
    }

    private CacheAside<String, String> cache(Node node, Codec<String> with) {
        return cache(node, name, with);
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
