package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.app.db.Database;
import io.breakwater.app.posts.Post;
import io.breakwater.app.posts.Posts;
import io.breakwater.app.web.Problem;
import io.breakwater.cache.Cache;
import io.breakwater.cache.Lookup;
import io.breakwater.dbrouting.RoutingDataSource;
import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import io.breakwater.devservices.PostgresSpec;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing old is cached, whatever lags, hangs or is down. */
class CacheFaultIT {

    private static final int ROUNDS = 5;

    /** A replica that is behind by more than a second serves no reads, so a slow machine may need several rounds to catch one in the act. */
    @Test
    void replicas_that_lag_cannot_poison_the_cache() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(2).start();
                RedisServer cache = RedisSpec.disposable().start();
                TestForum forum = TestForum.on(postgres, cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String path = "/api/posts/" + InstancesIT.post(writer);
            Eventually.holds(() -> assertThat(feed(reader)).contains("Made on the first"));

            boolean lagged = false;
            for (int round = 1; round <= ROUNDS && !lagged; round++) {
                String title = "Edited " + round;
                postgres.replicas().forEach(PostgresNode::pauseReplay);
                CacheIT.edit(writer, path, title);
                assertThat(CacheIT.title(writer, path)).isEqualTo(title);
                Eventually.holds(() -> assertThat(CacheIT.title(reader, path)).isEqualTo(title));
                lagged = !feed(reader).contains(title);

                String made = "/api/posts/" + InstancesIT.post(writer);
                assertThat(writer.get(made).statusCode()).isEqualTo(200);
                assertThat(reader.get(made).statusCode()).isEqualTo(200);

                postgres.replicas().forEach(PostgresNode::resumeReplay);
                Eventually.holds(() -> assertThat(feed(reader)).contains(title));
                assertThat(CacheIT.title(writer, path)).isEqualTo(title);
                assertThat(CacheIT.title(reader, path)).isEqualTo(title);
            }
            assertThat(lagged).as("the feed came from a replica that lagged").isTrue();
        }
    }

    @Test
    void without_a_primary_what_replicas_know_is_served_and_what_they_do_not_know_is_not_denied() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start();
                RedisServer cache = RedisSpec.disposable().start();
                TestForum forum = TestForum.on(postgres, cache, DevServices.redis(RedisSpec.durable()), 1)) {
            Browserless client = forum.client(0);
            String id = InstancesIT.post(client);
            String path = "/api/posts/" + id;
            String unknown = "/api/posts/" + (Long.parseLong(id) + 1);
            CacheIT.edit(client, path, "Edited");
            forum.awaitReplicas(postgres);

            postgres.primary().kill();
            assertThat(CacheIT.title(client, path)).isEqualTo("Edited");
            assertThat(client.get(unknown).statusCode()).isEqualTo(503);
            assertThat(client.get(unknown).statusCode()).isEqualTo(503);
            assertThat(client.get("/api/users/nobody_at_all").statusCode()).isEqualTo(503);
            postgres.primary().start();
            // Of this nobody tells the cache: what a replica said while nobody knew better is not kept.
            forum.execute("UPDATE post SET title = 'Changed past the app'");
            Eventually.holds(() -> assertThat(CacheIT.title(client, path)).isEqualTo("Changed past the app"));
            Eventually.holds(() -> assertThat(client.get(unknown).statusCode()).isEqualTo(404));
        }
    }

    @Test
    void without_any_database_a_post_that_was_read_is_served_beyond_its_end() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0).start();
                TestForum forum =
                        TestForum.on(postgres, DevServices.redis(), DevServices.redis(RedisSpec.durable()), 1)) {
            long id = Long.parseLong(InstancesIT.post(forum.client(0)));
            HikariConfig pool = new HikariConfig();
            pool.setConnectionTimeout(500);
            pool.setJdbcUrl(postgres.primary().jdbcUrl(forum.value("SELECT current_database()")));
            try (RoutingDataSource router =
                            RoutingDataSource.builder("alone").node("pg1", pool).build();
                    Posts posts = new Posts(
                            new Database(router, Post.class),
                            Cache.<Long, Post>builder("short-lived")
                                    .near(10)
                                    .expiry(Duration.ofMillis(1), 0)
                                    .staleIfError(Duration.ofHours(1)))) {
                assertThat(posts.find(id).stale()).isFalse();
                postgres.primary().kill();
                Eventually.holds(() -> {
                    Lookup<Post> found = posts.find(id);
                    assertThat(found.stale()).isTrue();
                    assertThat(found.value()).extracting(Post::title).isEqualTo("Made on the first");
                });
                assertThatThrownBy(() -> posts.find(id + 1))
                        .isInstanceOfSatisfying(
                                Problem.class,
                                problem -> assertThat(problem.status()).isEqualTo(503));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void without_redis_reads_and_writes_are_served_and_nothing_old_comes_back_with_it(Outage outage) throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 2)) {
            Browserless writer = forum.client(0);
            Browserless reader = forum.client(1);
            String path = "/api/posts/" + InstancesIT.post(writer);
            for (Browserless client : new Browserless[] {writer, reader, writer, reader}) {
                assertThat(CacheIT.title(client, path)).isEqualTo("Made on the first");
            }

            outage.begin(cache);
            CacheIT.edit(writer, path, "Edited");
            Eventually.holds(() -> assertThat(CacheIT.title(writer, path)).isEqualTo("Edited"));
            assertThat(CacheIT.title(reader, path)).isIn("Made on the first", "Edited");
            assertThat(writer.get("/metrics").body()).contains("breakwater_cache_repairs_pending{cache=\"posts\"} 1.0");
            outage.end(cache);

            Eventually.holds(() -> assertThat(writer.get("/metrics").body())
                    .contains("breakwater_cache_repairs_pending{cache=\"posts\"} 0.0"));
            assertThat(CacheIT.title(writer, path)).isEqualTo("Edited");
            Eventually.holds(() -> assertThat(CacheIT.title(reader, path)).isEqualTo("Edited"));
            for (Browserless client : new Browserless[] {writer, reader}) {
                Eventually.holds(
                        () -> assertThat(InstancesIT.xCache(client.get(path))).isEqualTo("near"));
                assertThat(CacheIT.title(client, path)).isEqualTo("Edited");
            }
        }
    }

    private static String feed(Browserless client) throws Exception {
        return client.get("/api/feed?sort=new").body();
    }

    /** How a Redis can be away. */
    enum Outage {
        /** It comes back without its data. */
        KILLED {
            @Override
            void begin(RedisServer cache) {
                cache.kill();
            }

            @Override
            void end(RedisServer cache) {
                cache.start();
            }
        },
        /** It comes back with what it had before. */
        HANGING {
            @Override
            void begin(RedisServer cache) {
                cache.pause();
            }

            @Override
            void end(RedisServer cache) {
                cache.resume();
            }
        };

        abstract void begin(RedisServer cache);

        abstract void end(RedisServer cache);
    }
}
