package io.breakwater.app;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.app.accounts.AccountApi;
import io.breakwater.app.accounts.Accounts;
import io.breakwater.app.accounts.Profile;
import io.breakwater.app.comments.Comment;
import io.breakwater.app.comments.Comments;
import io.breakwater.app.communities.Communities;
import io.breakwater.app.communities.Community;
import io.breakwater.app.communities.CommunityApi;
import io.breakwater.app.db.Database;
import io.breakwater.app.db.Schema;
import io.breakwater.app.ops.Health;
import io.breakwater.app.ops.Metrics;
import io.breakwater.app.ops.OpenApi;
import io.breakwater.app.pages.AccountPages;
import io.breakwater.app.pages.FeedPages;
import io.breakwater.app.pages.PostPages;
import io.breakwater.app.pages.Renderer;
import io.breakwater.app.posts.Post;
import io.breakwater.app.posts.PostApi;
import io.breakwater.app.posts.Posts;
import io.breakwater.app.posts.Warming;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Route;
import io.breakwater.app.web.SessionCookie;
import io.breakwater.app.web.WebServer;
import io.breakwater.cache.Cache;
import io.breakwater.cache.CacheBuilder;
import io.breakwater.cache.JsonCodec;
import io.breakwater.cache.WhenStoreFails;
import io.breakwater.dbrouting.Role;
import io.breakwater.dbrouting.RoutingDataSource;
import io.breakwater.dbrouting.micrometer.DbRoutingMetrics;
import io.breakwater.redis.Redis;
import io.breakwater.redis.micrometer.RedisMetrics;
import io.breakwater.session.Sessions;
import io.breakwater.session.SlidingExpiry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** One instance of the app: how the libraries are put together, read from top to bottom. */
public final class Forum implements AutoCloseable {

    private static final Duration SESSION_IDLE = Duration.ofMinutes(30);
    private static final Duration SESSION_LIFE = Duration.ofHours(8);
    private static final Duration POST_TTL = Duration.ofMinutes(5);
    private static final Duration PROFILE_TTL = Duration.ofMinutes(15);
    private static final double TTL_JITTER = 0.10;
    private static final double REFRESH_AT = 0.80;

    /** What is asked for in vain costs one look at the primary in this time. */
    private static final Duration NEGATIVE_TTL = Duration.ofSeconds(30);

    /** So long a database may be away before a post that has been read before can be read no more. */
    private static final Duration STALE_AT_MOST = Duration.ofHours(1);

    private static final int NEAR_ENTRIES = 10_000;
    private static final Duration MAX_LAG = Duration.ofSeconds(1);
    private static final int CONNECTIONS_A_NODE = 10;
    private static final Duration CONNECTION_WITHIN = Duration.ofSeconds(2);

    private final Redis cacheRedis;
    private final Redis stateRedis;
    private final RoutingDataSource db;
    private final Metrics metrics = new Metrics();
    private final Database database;
    private final AtomicBoolean draining = new AtomicBoolean();
    private @Nullable Schema schema;
    private final List<Route> routes = new ArrayList<>();
    private final List<WebServer> servers = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    private Forum(Config config) {
        db = router(config);
        cacheRedis = Redis.connect(config.redisCacheUrl());
        stateRedis = Redis.connect(config.redisStateUrl());
        database =
                new Database(db, Post.class, Comment.class, Community.class, Profile.class, Accounts.Credentials.class);
    }

    /**
     * Starts an instance.
     *
     * @throws io.javalin.util.JavalinBindException if its port is taken
     * @throws org.flywaydb.core.api.FlywayException if a migration fails
     */
    public static Forum start(Config config) {
        Forum forum = new Forum(config);
        try {
            Schema schema = Schema.upToDate(() -> forum.primary(config), forum.database);
            forum.schema = schema;
            forum.serve(config, schema);
            return forum;
        } catch (RuntimeException e) {
            forum.close();
            throw e;
        }
    }

    private static RoutingDataSource router(Config config) {
        RoutingDataSource.Builder builder = RoutingDataSource.builder("forum").maxLag(MAX_LAG);
        for (int i = 0; i < config.databaseUrls().size(); i++) {
            builder.node(nodeName(i), pool(config.databaseUrls().get(i)));
        }
        return builder.build();
    }

    /** Nothing waits for ever: not for a connection, a lock or a statement, nor for a server that hangs. */
    private static HikariConfig pool(String url) {
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(CONNECTIONS_A_NODE);
        pool.setConnectionTimeout(CONNECTION_WITHIN.toMillis());
        pool.setConnectionInitSql("SET lock_timeout = '2s'; SET statement_timeout = '4s'");
        pool.addDataSourceProperty("socketTimeout", "5");
        // Details of a failed row belong into no log: they hold e-mail addresses and hashes.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        return pool;
    }

    /** For the migrations, which may take their time. */
    private Optional<DataSource> primary(Config config) {
        for (int i = 0; i < config.databaseUrls().size(); i++) {
            String name = nodeName(i);
            boolean isPrimary = db.nodes().stream()
                    .anyMatch(node -> node.name().equals(name) && node.role() == Role.PRIMARY && node.usable());
            if (isPrimary) {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(config.databaseUrls().get(i));
                return Optional.of(source);
            }
        }
        return Optional.empty();
    }

    private static String nodeName(int index) {
        return "pg" + (index + 1);
    }

    private void serve(Config config, Schema running) {
        Sessions sessions = Sessions.builder("web")
                .shared(stateRedis)
                .expiry(new SlidingExpiry(SESSION_IDLE, SESSION_LIFE))
                .build();
        SessionCookie cookie = new SessionCookie(config.secureCookies(), SESSION_LIFE);
        Authentication authentication = new Authentication(sessions, cookie);

        Accounts accounts = new Accounts(database, sessions, cache("profiles", Profile.class, PROFILE_TTL));
        Communities communities = new Communities(database);
        Posts posts = new Posts(database, cache("posts", Post.class, POST_TTL));
        Warming warming = Warming.start(posts, config.warmPosts(), cacheRedis::isConnected);
        ends.addAll(List.of(warming::close, posts::close, accounts::close));
        metrics.bind(DbRoutingMetrics.of(db));
        metrics.bind(RedisMetrics.of(cacheRedis, "cache"));
        metrics.bind(RedisMetrics.of(stateRedis, "state"));
        metrics.bind(accounts.metrics());
        metrics.bind(posts.metrics());
        metrics.bind(warming.metrics());

        Renderer renderer = new Renderer(authentication);
        routes.addAll(new AccountApi(accounts, authentication, cookie, SESSION_IDLE).routes());
        routes.addAll(new CommunityApi(communities, authentication).routes());
        routes.addAll(new PostApi(posts, communities, authentication).routes());
        routes.addAll(new AccountPages(renderer, authentication, accounts, cookie).routes());
        routes.addAll(new FeedPages(renderer, authentication, posts, communities, accounts).routes());
        routes.addAll(new PostPages(renderer, authentication, posts, communities, new Comments(database)).routes());
        BooleanSupplier heldUp = () -> draining.get() || warming.holdsUp();
        routes.addAll(new Health(db, cacheRedis, stateRedis, running, heldUp).routes());
        routes.addAll(OpenApi.routes());
        if (config.demo()) {
            routes.add(metrics.route());
        } else {
            servers.add(WebServer.start(
                    config.managementPort(),
                    List.of(metrics.route()),
                    context -> {},
                    renderer::problem,
                    (context, millis) -> {}));
        }
        servers.add(WebServer.start(
                config.port(), routes, authentication::checkToken, renderer::problem, metrics::requestOver));
    }

    /** Writes are served while its Redis is down; the other instances are told as soon as it is back. */
    private <K, V> CacheBuilder<K, V> cache(String name, Class<V> type, Duration ttl) {
        return Cache.<K, V>builder(name)
                .near(NEAR_ENTRIES)
                .shared(cacheRedis, JsonCodec.of(type))
                .expiry(ttl, TTL_JITTER)
                .negative(NEGATIVE_TTL)
                .refreshAhead(REFRESH_AT)
                .staleIfError(STALE_AT_MOST)
                .whenStoreFails(WhenStoreFails.REPAIR_LATER);
    }

    /** What the instance serves. */
    List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The port of the API and the pages. */
    public int port() {
        return servers.get(servers.size() - 1).port();
    }

    /** Says that it is not ready, finishes the requests under way, then ends the caches, and then lets go of the databases. */
    @Override
    public void close() {
        draining.set(true);
        for (int i = servers.size() - 1; i >= 0; i--) {
            servers.get(i).close();
        }
        ends.forEach(Runnable::run);
        if (schema != null) {
            schema.close();
        }
        db.close();
        stateRedis.close();
        cacheRedis.close();
        metrics.close();
    }
}
