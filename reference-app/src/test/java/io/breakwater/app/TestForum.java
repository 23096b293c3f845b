package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Instances of the app inside the test's JVM, on free ports, over real servers and a database of their own. */
final class TestForum implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Forum> instances = new ArrayList<>();
    private final Config config;
    private final String primaryUrl;

    private TestForum(Config config, String primaryUrl) {
        this.config = config;
        this.primaryUrl = primaryUrl;
    }

    /** Two instances on this JVM's shared servers. */
    static TestForum shared() {
        return on(DevServices.postgres(), DevServices.redis(), DevServices.redis(RedisSpec.durable()), 2);
    }

    static TestForum on(Postgres postgres, RedisServer cache, RedisServer state, int instances) {
        String database = "forum" + NUMBER.incrementAndGet();
        postgres.createDatabase(database);
        TestForum forum = new TestForum(
                config(postgres, database, cache, state), postgres.primary().jdbcUrl(database));
        for (int i = 0; i < instances; i++) {
            forum.another();
        }
        return forum;
    }

    /** Starts one more instance. */
    Browserless another() {
        return another(config);
    }

    /** Starts one more, which loads so many posts at the start. */
    Browserless another(int warmPosts) {
        return another(new Config(
                0, 0, config.databaseUrls(), config.redisCacheUrl(), config.redisStateUrl(), false, true, warmPosts));
    }

    private Browserless another(Config its) {
        instances.add(Forum.start(its));
        return client(instances.size() - 1);
    }

    static Config config(Postgres postgres, String database, RedisServer cache, RedisServer state) {
        List<String> urls =
                postgres.nodes().stream().map(node -> node.jdbcUrl(database)).collect(Collectors.toList());
        return new Config(0, 0, urls, cache.uri(), state.uri(), false, true, 200);
    }

    /** Past the app, to the primary. */
    Connection connection() throws SQLException {
        return DriverManager.getConnection(primaryUrl);
    }

    /** A statement past the app, on the primary. */
    void execute(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the primary says. */
    String value(String sql) throws SQLException {
        try (Connection connection = connection()) {
            return value(connection, sql);
        }
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Until all replicas have replayed what the primary has now. */
    void awaitReplicas(Postgres postgres) throws Exception {
        String now = value("SELECT pg_current_wal_lsn()");
        String database = value("SELECT current_database()");
        for (PostgresNode replica : postgres.replicas()) {
            Eventually.holds(() -> {
                try (Connection connection = DriverManager.getConnection(replica.jdbcUrl(database))) {
                    String caughtUp = value(connection, "SELECT pg_last_wal_replay_lsn() >= '" + now + "'");
                    assertThat(caughtUp).isEqualTo("t");
                }
            });
        }
    }

    Forum instance(int index) {
        return instances.get(index);
    }

    Browserless client(int index) {
        return new Browserless(instances.get(index).port());
    }

    @Override
    public void close() {
        instances.forEach(Forum::close);
    }
}
