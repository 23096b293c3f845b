package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.micrometer.CacheMetrics;
import io.breakwater.devservices.DevServices;
import io.breakwater.redis.Redis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The code of the README, running. */
class Snippets {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_readme_runs() {
        String uri = DevServices.redis().uri();
        MeterRegistry registry = new SimpleMeterRegistry();
        Posts repository = new Posts();
        Post changed = Post.titled("hello again");

        Redis redis = Redis.connect(uri);
        ReadThrough<Long, Post> posts = Cache.<Long, Post>builder("posts")
                .near(10_000, Duration.ofSeconds(2))
                .shared(redis, JsonCodec.of(Post.class))
                .expiry(Duration.ofMinutes(5), 0.10)
                .readThrough(repository::findPost);
        Post post = posts.get(42L);

        assertThat(post).isEqualTo(Post.titled("hello"));
        assertThat(posts.get(1L)).isNull();

        repository.update(changed);
        posts.invalidate(changed.id());

        assertThat(posts.get(42L)).isEqualTo(changed);

        CacheAside<String, Post> bySlug = Cache.<String, Post>builder("posts.by-slug")
                .shared(redis, JsonCodec.of(Post.class))
                .expiry(Duration.ofMinutes(1), 0)
                .cacheAside();
        Lookup<Post> found = bySlug.lookup("hello", slug -> repository.findBySlug(slug));
        Source source = found.source();

        assertThat(found.value()).isEqualTo(changed);
        assertThat(source).isEqualTo(Source.LOADER);

        CacheMetrics.of(posts).bindTo(registry);

        assertThat(registry.getMeters()).hasSize(8);
        redis.close();
    }

    @Test
    void the_code_of_the_readme_is_the_code_above() throws IOException {
        String above = withoutSpace(Files.readString(Path.of("src/test/java/io/breakwater/cache/Snippets.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(blocks).hasSize(4);
        for (String block : blocks) {
            assertThat(above).contains(withoutSpace(block.replace("\"redis://localhost:6379\"", "uri")));
        }
    }

    private static String withoutSpace(String code) {
        return Arrays.stream(code.split("\n"))
                .filter(line -> !line.startsWith("```"))
                .map(line -> line.replaceFirst(" // .*", "").replaceAll("\\s", ""))
                .reduce("", String::concat);
    }

    private static final class Posts {

        private final Map<Long, Post> rows = new ConcurrentHashMap<>(Map.of(42L, Post.titled("hello")));

        @Nullable
        Post findPost(long id) {
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
    }
}
