package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.micrometer.CacheMetrics;
import io.breakwater.devservices.DevServices;
import io.breakwater.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code of the README, running. */
class Snippets {

    private final String uri = DevServices.redis().uri();
    private final Posts repository = new Posts();

    @Test
    void first_use() {
        // @start region="first-use"
        Redis redis = Redis.connect(uri);
        ReadThrough<Long, Post> posts = Cache.<Long, Post>builder("posts")
                .near(10_000) // in this JVM
                .shared(redis, JsonCodec.of(Post.class)) // by all JVMs
                .expiry(Duration.ofMinutes(5), 0.10) // lives 4.5 to 5 minutes
                .refreshAhead(0.80) // loaded anew in the background once 80 % have passed
                .readThrough(repository::findPost);
        Post post = posts.get(42L);
        // @end

        assertThat(post).isEqualTo(Post.titled("hello"));
        assertThat(posts.get(1L)).isNull();
        redis.close();
    }

    @Test
    void after_a_change() {
        try (Redis redis = Redis.connect(uri);
                ReadThrough<Long, Post> posts = posts(redis).readThrough(repository::findPost)) {
            Post changed = Post.titled("hello again");
            assertThat(posts.get(42L)).isEqualTo(Post.titled("hello"));
            // @start region="invalidate"
            repository.update(changed);
            posts.invalidate(changed.id());
            // @end
            assertThat(posts.get(42L)).isEqualTo(changed);
        }
    }

    @Test
    void after_a_commit() {
        try (Redis redis = Redis.connect(uri);
                ReadThrough<Long, Post> posts = posts(redis).readThrough(repository::findPost)) {
            Post changed = Post.titled("hello again");
            Transaction transaction = new Transaction();
            assertThat(posts.get(42L)).isEqualTo(Post.titled("hello"));
            // @start region="after-commit"
            repository.update(changed);
            posts.invalidateAfterCommit(changed.id(), transaction::afterCommit);
            // @end
            assertThat(posts.get(42L)).isEqualTo(Post.titled("hello"));
            transaction.commit();
            assertThat(posts.get(42L)).isEqualTo(changed);
        }
    }

    @Test
    void cache_aside() {
        try (Redis redis = Redis.connect(uri)) {
            // @start region="cache-aside"
            CacheAside<String, Post> bySlug = Cache.<String, Post>builder("posts.by-slug")
                    .shared(redis, JsonCodec.of(Post.class))
                    .expiry(Duration.ofMinutes(1), 0)
                    .cacheAside();
            Lookup<Post> found = bySlug.lookup("hello", slug -> repository.findBySlug(slug));
            Source source = found.source(); // NEAR, SHARED or LOADER
            // @end
            assertThat(found.value()).isEqualTo(Post.titled("hello"));
            assertThat(source).isEqualTo(Source.LOADER);
            bySlug.invalidate("hello");
            bySlug.close();
        }
    }

    @Test
    void write_through() {
        try (Redis redis = Redis.connect(uri)) {
            Post changed = Post.titled("hello again");
            // @start region="write-through"
            WriteThrough<Long, Post> posts = Cache.<Long, Post>builder("posts.written")
                    .near(10_000)
                    .shared(redis, JsonCodec.of(Post.class))
                    .expiry(Duration.ofMinutes(5), 0.10)
                    .writeThrough(repository::findPost, (id, post) -> repository.update(post));
            posts.put(changed.id(), changed); // in the source, then in the cache
            // @end
            assertThat(repository.findPost(42)).isEqualTo(changed);
            assertThat(posts.lookup(42L).source()).isNotEqualTo(Source.LOADER);
            posts.invalidate(42L);
            posts.close();
        }
    }

    @Test
    void freshness() {
        try (Redis redis = Redis.connect(uri)) {
            // @start region="freshness"
            ReadThrough<Long, Post> posts = Cache.<Long, Post>builder("posts.replicated")
                    .shared(redis, JsonCodec.of(Post.class))
                    .expiry(Duration.ofMinutes(5), 0.10)
                    .holdOff(Duration.ofSeconds(2)) // by this much a replica may lag
                    .readThrough((id, context) -> repository.findFreshPost(id, context.freshness()));
            posts.invalidate(42L, repository.commitToken()); // the next load reads at least as fresh
            // @end
            assertThat(posts.get(42L)).isEqualTo(Post.titled("hello"));
            assertThat(repository.asked).containsExactly("0/16B3748");
            posts.close();
        }
    }

    @Test
    void metrics() {
        MeterRegistry registry = new SimpleMeterRegistry();
        try (Redis redis = Redis.connect(uri);
                ReadThrough<Long, Post> posts = posts(redis).readThrough(repository::findPost)) {
            // @start region="metrics"
            CacheMetrics.of(posts).bindTo(registry);
            // @end
            assertThat(registry.getMeters()).isNotEmpty();
        }
    }

    private static CacheBuilder<Long, Post> posts(Redis redis) {
        return Cache.<Long, Post>builder("posts." + System.nanoTime())
                .near(10_000)
                .shared(redis, JsonCodec.of(Post.class))
                .expiry(Duration.ofMinutes(5), 0.10);
    }

    private static final class Posts {

        private final Map<Long, Post> rows = new ConcurrentHashMap<>(Map.of(42L, Post.titled("hello")));
        private final List<String> asked = new ArrayList<>();

        @Nullable
        Post findPost(long id) {
            return rows.get(id);
        }

        @Nullable
        Post findFreshPost(long id, List<String> atLeastAsFreshAs) {
            asked.addAll(atLeastAsFreshAs);
            return rows.get(id);
        }

        @Nullable
        Post findBySlug(String slug) {
            return rows.values().stream()
                    .filter(post -> post.title().startsWith(slug))
                    .findFirst()
                    .orElse(null);
        }

        void update(Post post) {
            rows.put(post.id(), post);
        }

        String commitToken() {
            return "0/16B3748";
        }
    }

    private static final class Transaction {

        private final List<Runnable> callbacks = new ArrayList<>();

        void afterCommit(Runnable callback) {
            callbacks.add(callback);
        }

        void commit() {
            callbacks.forEach(Runnable::run);
        }
    }
}
