package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CacheFaultIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration PATIENT = Duration.ofSeconds(30);

    private final AtomicInteger loads = new AtomicInteger();

    @Test
    @DisplayName("cache G2: with Redis down at the start reads go to the loader, and Redis is used when it comes")
    void redis_down_at_the_start() {
        try (RedisServer server = RedisSpec.disposable().start()) {
            server.kill();
            try (Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
                CacheAside<String, String> cache = cache(redis);
                assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
                assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
                assertThat(cache.stats()).isEqualTo(new CacheStats(1, 0, 1, 1, 0, 1, 0));
                server.start();
                awaitConnected(redis);
                assertShared(redis);
            }
        }
    }

    @Test
    void redis_dies_and_comes_back() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
            CacheAside<String, String> cache = cache(redis);
            cache.put("near", "kept");
            server.kill();
            assertThat(cache.lookup("near", this::load)).isEqualTo(new Lookup<>("kept", Source.NEAR));
            assertThat(cache.lookup("far", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            server.start();
            awaitConnected(redis);
            assertShared(redis);
        }
    }

    @Test
    @DisplayName("cache A5: a put that Redis did not take is not near either")
    void a_failed_put_leaves_no_value() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
            CacheAside<String, String> cache = cache(redis);
            cache.put("key", "old");
            server.kill();
            assertThatThrownBy(() -> cache.put("key", "new"))
                    .isInstanceOfSatisfying(CacheStoreException.class, e -> {
                        assertThat(e.cache()).isEqualTo("posts");
                        assertThat(e.key()).isEqualTo("key");
                    })
                    .hasMessage(
                            "Cache posts, key key: put was not acknowledged by Redis; other JVMs may see the old value"
                                    + " until it expires")
                    .hasCauseInstanceOf(RedisUnavailableException.class);
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(cache.stats().sharedFailures()).isEqualTo(2);
        }
    }

    @Test
    void a_failed_invalidation_cleans_the_near_tier_all_the_same() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
            CacheAside<String, String> cache = cache(redis);
            cache.put("key", "old");
            server.kill();
            assertThatThrownBy(() -> cache.invalidate("key"))
                    .isInstanceOf(CacheStoreException.class)
                    .hasMessage(
                            "Cache posts, key key: invalidate was not acknowledged by Redis; other JVMs may see the old"
                                    + " value until it expires");
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        }
    }

    @Test
    void a_redis_that_hangs_costs_one_timeout() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
            CacheAside<String, String> cache = cache(redis);
            cache.put("near", "kept");
            server.pause();
            assertThat(cache.lookup("near", this::load)).isEqualTo(new Lookup<>("kept", Source.NEAR));
            assertThat(cache.lookup("far", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(cache.stats().sharedFailures()).isEqualTo(1);
            assertThatThrownBy(() -> cache.put("near", "new"))
                    .isInstanceOf(CacheStoreException.class)
                    .hasCauseInstanceOf(RedisUnavailableException.class);
            assertThatThrownBy(() -> cache.invalidate("far")).isInstanceOf(CacheStoreException.class);
            assertThat(redis.stats().timeouts()).isEqualTo(1);
            server.resume();
            awaitConnected(redis);
            assertThat(cache.lookup("near", this::load))
                    .as("the put was refused, so Redis has what it had")
                    .isEqualTo(new Lookup<>("kept", Source.SHARED));
            assertShared(redis);
        }
    }

    @Test
    @DisplayName(
            "cache A4: an invalidation reaches the near tier after Redis, so that no reader brings the old value back")
    void redis_first_then_near() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), PATIENT)) {
            CacheAside<String, String> cache = cache(redis);
            cache.put("key", "old");
            server.pause();
            Background<Boolean> invalidation = Background.call(() -> {
                        cache.invalidate("key");
                        return true;
                    })
                    .until(Thread.State.TIMED_WAITING);
            assertThat(cache.lookup("key", this::load))
                    .as("while Redis still has it")
                    .isEqualTo(new Lookup<>("old", Source.NEAR));
            server.resume();
            assertThat(invalidation.result()).isTrue();
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        }
    }

    @Test
    void a_redis_that_is_full_costs_a_read_nothing() {
        try (RedisServer server = RedisSpec.durable().with("maxmemory", "100kb").start();
                Redis redis = Redis.connect(server.uri(), TIMEOUT)) {
            CacheAside<String, String> cache = cache(redis);
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.NEAR));
            assertThatThrownBy(() -> cache.put("key", "new"))
                    .isInstanceOf(CacheStoreException.class)
                    .cause()
                    .hasMessageContaining("OOM");
            cache.invalidate("key");
        }
    }

    @Test
    void an_interrupted_reader_is_not_held_up_by_redis() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), PATIENT)) {
            CacheAside<String, String> cache = cache(redis);
            server.pause();
            Thread.currentThread().interrupt();
            assertThat(cache.lookup("key", this::load)).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** What one cache loads now another finds in Redis. */
    private void assertShared(Redis redis) {
        Lookup<String> loaded = cache(redis).lookup("fresh", this::load);
        assertThat(loaded.source()).isEqualTo(Source.LOADER);
        assertThat(cache(redis).lookup("fresh", this::load)).isEqualTo(new Lookup<>(loaded.value(), Source.SHARED));
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }

    private static CacheAside<String, String> cache(Redis redis) {
        return Cache.<String, String>builder("posts")
                .near(1_000)
                .shared(redis, JsonCodec.of(String.class))
                .expiry(Duration.ofMinutes(5), 0)
                .cacheAside();
    }

    private static void awaitConnected(Redis redis) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!redis.isConnected()) {
            assertThat(System.nanoTime()).as("time to connect").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
