package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breakwater.devservices.DevServices;
import io.breakwater.redis.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two caches of one name on one Redis: what two JVMs are to each other. */
class CacheIT {

    private static final Redis REDIS = Redis.connect(DevServices.redis().uri());
    private static final RedisClient PLAIN =
            RedisClient.create(DevServices.redis().uri());
    private static final RedisCommands<byte[], byte[]> COMMANDS =
            PLAIN.connect(ByteArrayCodec.INSTANCE).sync();

    private final String name = "it-" + UUID.randomUUID();
    private final GatedCodec codec = new GatedCodec();
    private final CacheAside<String, String> here = cache(codec);
    private final CacheAside<String, String> there = cache(JsonCodec.of(String.class));
    private final AtomicInteger loads = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterAll
    static void close() {
        REDIS.close();
        PLAIN.shutdown();
    }

    @Test
    void what_one_jvm_loaded_is_there_for_the_other() {
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.SHARED));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(here.stats()).isEqualTo(new CacheStats(0, 0, 1, 1, 0, 0, 0));
        assertThat(there.stats()).isEqualTo(new CacheStats(1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void what_one_jvm_put_is_there_for_the_other_and_gone_after_its_invalidation() {
        here.put("key", "put");
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.SHARED));
        there.invalidate("key");
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(here.lookup("key", this::load))
                .as("not told: until its near limit")
                .isEqualTo(new Lookup<>("put", Source.NEAR));
    }

    @Test
    void a_cache_without_a_near_tier_reads_redis_each_time() {
        ReadThrough<Long, Post> posts = Cache.<Long, Post>builder(name)
                .shared(REDIS, JsonCodec.of(Post.class))
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(id -> Post.titled("hello"));
        assertThat(posts.lookup(42L).source()).isEqualTo(Source.LOADER);
        assertThat(posts.lookup(42L)).isEqualTo(new Lookup<>(Post.titled("hello"), Source.SHARED));
        posts.put(42L, Post.titled("changed"));
        assertThat(posts.get(42L)).isEqualTo(Post.titled("changed"));
        posts.invalidate(42L);
        assertThat(posts.lookup(42L).source()).isEqualTo(Source.LOADER);
        assertThat(COMMANDS.get(bytes("cache:v1:" + name + ":l42")))
                .asString(UTF_8)
                .isEqualTo("\u0001\u0001{\"id\":42,\"title\":\"hello\",\"written\":\"2026-11-20T10:15:30.123456Z\"}");
    }

    @Test
    void values_end_in_redis_after_their_ttl_less_a_jitter_of_their_own() {
        CacheAside<String, String> hour = Cache.<String, String>builder(name)
                .shared(REDIS, codec)
                .expiry(Duration.ofHours(1), 0.5)
                .cacheAside();
        Set<Long> minutes = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            hour.get("loaded" + i, this::load);
            hour.put("put" + i, "value");
            for (String key : new String[] {"loaded" + i, "put" + i}) {
                long ttl = COMMANDS.pttl(redisKey(key));
                assertThat(ttl).isBetween(29 * 60_000L, 60 * 60_000L);
                minutes.add(ttl / 60_000);
            }
        }
        assertThat(minutes).hasSizeGreaterThan(10);
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
    }

    @Test
    void what_cannot_be_decoded_is_loaded_again_and_replaced() {
        byte[][] strange = {{}, {1}, {9, 1, '"', 'a', '"'}, {1, 9, '"', 'a', '"'}, {1, 1, '"', 'a'}, bytes("plain text")
        };
        for (byte[] stored : strange) {
            there.invalidate("key");
            here.invalidate("key");
            COMMANDS.set(redisKey("key"), stored);
            assertThat(here.lookup("key", key -> "loaded")).isEqualTo(new Lookup<>("loaded", Source.LOADER));
            assertThat(there.lookup("key", key -> "no")).isEqualTo(new Lookup<>("loaded", Source.SHARED));
            assertThat(COMMANDS.pttl(redisKey("key"))).isPositive();
        }
        assertThat(here.stats()).isEqualTo(new CacheStats(0, 0, strange.length, strange.length, 0, 0, strange.length));
    }

    @Test
    void the_load_after_an_undecodable_value_does_not_overwrite_a_newer_put() throws Exception {
        COMMANDS.set(redisKey("key"), bytes("plain text"));
        Background<String> late = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        there.put("key", "put");
        gate.open();
        assertThat(late.result()).isEqualTo("v1");
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("put", Source.SHARED));
    }

    @Test
    void a_value_that_cannot_be_encoded_is_kept_near() {
        codec.beforeEncode = null; // fails there
        assertThat(here.get("key", this::load)).isEqualTo("v1");
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(here.stats().sharedFailures()).isEqualTo(1);
    }

    @Test
    void a_key_that_cannot_be_shared_is_refused_everywhere() {
        CacheAside<Object, String> any = Cache.<Object, String>builder(name)
                .near(10)
                .shared(REDIS, codec)
                .expiry(Duration.ofMinutes(5), 0)
                .cacheAside();
        String message =
                "Invalid key type (java.lang.Character): must be String, Long, Integer or UUID where values are shared";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.get('x', key -> "value"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.put('x', "value"))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> any.invalidate('x'))
                .withMessage(message);
    }

    @Test
    @DisplayName("cache A1: a load that began before an invalidation enters neither tier after it")
    void a_late_load_enters_neither_tier() throws Exception {
        Background<String> early = Background.call(() -> here.get("key", this::gatedLoad));
        gate.awaitReached();
        here.invalidate("key");
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(COMMANDS.get(redisKey("key"))).isNull();
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(there.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.SHARED));
    }

    @Test
    void a_fill_that_an_invalidation_overtook_is_taken_back() throws Exception {
        codec.beforeEncode = gate;
        Background<String> early = Background.call(() -> here.get("key", this::load));
        gate.awaitReached();
        here.invalidate("key");
        gate.open();
        assertThat(early.result()).isEqualTo("v1");
        assertThat(COMMANDS.get(redisKey("key"))).isNull();
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v2", Source.LOADER));
    }

    @Test
    @DisplayName("cache A3: a value that Redis gave before an invalidation is not promoted after it")
    void a_late_promotion_is_refused() throws Exception {
        there.put("key", "old");
        codec.beforeDecode = gate;
        Background<Lookup<String>> early = Background.call(() -> here.lookup("key", this::load));
        gate.awaitReached();
        here.invalidate("key");
        gate.open();
        assertThat(early.result()).isEqualTo(new Lookup<>("old", Source.SHARED));
        assertThat(here.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
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

    private CacheAside<String, String> cache(Codec<String> with) {
        return Cache.<String, String>builder(name)
                .near(1_000)
                .shared(REDIS, with)
                .expiry(Duration.ofMinutes(5), 0.1)
                .cacheAside();
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private String gatedLoad(String key) {
        String loaded = load(key);
        gate.pass();
        return loaded;
    }

    private byte[] redisKey(String key) {
        return bytes("cache:v1:" + name + ":s" + key);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
