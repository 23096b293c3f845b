package io.breakwater.app;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Instances of the app inside the test's JVM, on free ports, over real servers and a database of their own. */
final class TestForum implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final List<Forum> instances;
    private final String primaryUrl;

    private TestForum(List<Forum> instances, String primaryUrl) {
        this.instances = instances;
        this.primaryUrl = primaryUrl;
    }

    /** Two instances on this JVM's shared servers. */
    static TestForum shared() {
        return on(DevServices.postgres(), DevServices.redis(), DevServices.redis(RedisSpec.durable()), 2);
    }

    static TestForum on(Postgres postgres, RedisServer cache, RedisServer state, int instances) {
        String database = "forum" + NUMBER.incrementAndGet();
        postgres.createDatabase(database);
        Config config = config(postgres, database, cache, state);
        List<Forum> started =
                Stream.generate(() -> Forum.start(config)).limit(instances).toList();
        return new TestForum(started, postgres.primary().jdbcUrl(database));
    }

    static Config config(Postgres postgres, String database, RedisServer cache, RedisServer state) {
        List<String> urls =
                postgres.nodes().stream().map(node -> node.jdbcUrl(database)).collect(Collectors.toList());
        return new Config(0, 0, urls, cache.uri(), state.uri(), false, true, 200);
    }

    /** A statement past the app, on the primary. */
    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(primaryUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What the primary says. */
    String value(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(primaryUrl);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
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
