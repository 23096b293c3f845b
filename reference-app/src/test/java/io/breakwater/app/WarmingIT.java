package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.zaxxer.hikari.HikariConfig;
import io.breakwater.app.db.Database;
import io.breakwater.app.posts.Post;
import io.breakwater.app.posts.Posts;
import io.breakwater.app.posts.Warming;
import io.breakwater.cache.Cache;
import io.breakwater.dbrouting.RoutingDataSource;
import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An instance that starts has the posts that most will ask for, and starts without them if it must. */
class WarmingIT {

    private static final int POSTS = 60;

    private final Logger logger = (Logger) LoggerFactory.getLogger(Warming.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        logged.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(logged);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    @Test
    void an_instance_that_is_ready_has_the_hottest_posts_in_memory() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 1)) {
            fill(forum);

            Browserless second = ready(forum.another());
            assertThat(messages())
                    .containsSubsequence("warming the cache: 50 of 60 posts", "warming the cache: 60 of 60 posts");
            for (int id = 1; id <= POSTS; id++) {
                assertThat(InstancesIT.xCache(second.get("/api/posts/" + id)))
                        .as("post %s", id)
                        .isEqualTo("near");
            }
            assertThat(second.get("/metrics").body())
                    .contains("forum_warming_posts{state=\"wanted\"} 60.0")
                    .contains("forum_warming_posts{state=\"warmed\"} 60.0")
                    .contains("cache_load_total{cache=\"posts\",result=\"success\"} 60.0");

            Browserless third = ready(forum.another(10));
            assertThat(third.get("/metrics").body())
                    .contains("forum_warming_posts{state=\"warmed\"} 10.0")
                    .contains("cache_load_total{cache=\"posts\",result=\"success\"} 0.0");
            assertThat(InstancesIT.xCache(third.get("/api/posts/" + POSTS))).isEqualTo("near");
            assertThat(InstancesIT.xCache(third.get("/api/posts/1"))).isEqualTo("store");

            Browserless cold = ready(forum.another(0));
            assertThat(InstancesIT.xCache(cold.get("/api/posts/" + POSTS))).isEqualTo("store");
        }
    }

    @Test
    void without_redis_it_starts_cold() throws Exception {
        try (RedisServer cache = RedisSpec.disposable().start();
                TestForum forum =
                        TestForum.on(DevServices.postgres(), cache, DevServices.redis(RedisSpec.durable()), 1)) {
            fill(forum);
            cache.kill();
            Browserless second = ready(forum.another());
            assertThat(messages()).contains("warming the cache: given up at 0 of 60 posts: its Redis is down");
            assertThat(second.get("/api/posts/1").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void a_database_that_does_not_answer_keeps_it_from_nothing() throws Exception {
        try (TestForum forum = TestForum.shared()) {
            fill(forum);
            try (Connection connection = forum.connection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("LOCK TABLE post IN ACCESS EXCLUSIVE MODE");
                // The lock reaches the replicas with the next commit.
                forum.execute("CREATE TABLE any_commit ()");
                forum.awaitReplicas(DevServices.postgres());
                ready(forum.another());
                Eventually.holds(() -> assertThat(messages())
                        .anyMatch(message -> message.startsWith("warming the cache: given up at 0 of 0 posts: ")));
                connection.rollback();
            }
        }
    }

    @Test
    void it_holds_up_the_instance_while_it_lasts_and_for_five_seconds_at_most() throws Exception {
        Postgres postgres = DevServices.postgres();
        try (TestForum forum = TestForum.shared()) {
            fill(forum);
            HikariConfig pool = new HikariConfig();
            pool.setJdbcUrl(postgres.primary().jdbcUrl(forum.value("SELECT current_database()")));
            CountDownLatch hanging = new CountDownLatch(1);
            try (RoutingDataSource router = RoutingDataSource.builder("warming")
                            .node("pg1", pool)
                            .build();
                    Posts posts = new Posts(
                            new Database(router, Post.class),
                            Cache.<Long, Post>builder("posts").near(100).expiry(Duration.ofMinutes(5), 0));
                    Warming none = Warming.start(posts, 0, () -> true);
                    Warming quick = Warming.start(posts, POSTS, () -> true);
                    Warming slow = Warming.start(posts, POSTS, () -> released(hanging))) {
                assertThat(none.holdsUp()).isFalse();
                assertThat(slow.holdsUp()).isTrue();
                Eventually.holds(() -> assertThat(quick.holdsUp()).isFalse());
                Eventually.holds(() -> assertThat(slow.holdsUp()).isFalse());
                assertThat(hanging.getCount()).isEqualTo(1);
            }
        }
    }

    private static boolean released(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Browserless ready(Browserless client) throws Exception {
        Eventually.holds(
                () -> assertThat(client.get("/health/ready").statusCode()).isEqualTo(200));
        return client;
    }

    /** Posts with the ids 1 to 60, each hotter than the one before. */
    private static void fill(TestForum forum) throws Exception {
        forum.execute("INSERT INTO account (username, email, password_hash) VALUES ('writer', 'w@example.org', '-');"
                + " INSERT INTO community (name, title, owner_id) VALUES ('warm', 'Warm', 1);"
                + " INSERT INTO post (community_id, author_id, title, body, hot)"
                + " SELECT 1, 1, 'Post ' || i, '', i FROM generate_series(1, " + POSTS + ") i");
        forum.awaitReplicas(DevServices.postgres());
    }

    private List<String> messages() {
        return List.copyOf(logged.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
