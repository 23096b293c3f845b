package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DevServicesIT {

    @Test
    void servers_start_once_per_jvm() {
        assertThat(DevServices.postgres()).isSameAs(DevServices.postgres(PostgresSpec.primaryWithReplicas(2)));
        assertThat(DevServices.redis()).isSameAs(DevServices.redis(RedisSpec.disposable()));
        assertThat(DevServices.redis(RedisSpec.durable()).port())
                .isNotEqualTo(DevServices.redis().port());
    }

    @Test
    void a_shared_server_survives_close() throws Exception {
        DevServices.redis().close();
        DevServices.postgres().close();
        assertThat(redis(DevServices.redis(), "PING")).isEqualTo("+PONG");
        assertThat(query(DevServices.postgres().primary(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void a_write_streams_to_each_replica() throws Exception {
        Postgres postgres = DevServices.postgres();
        postgres.createDatabase("streams");
        update(postgres.primary(), "streams", "CREATE TABLE written AS SELECT 42 AS answer");
        String position = query(postgres.primary(), "SELECT pg_current_wal_lsn()");
        for (PostgresNode replica : postgres.replicas()) {
            awaitReplay(replica, position);
            assertThat(query(replica, "streams", "SELECT answer FROM written")).isEqualTo("42");
            assertThat(query(replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
        }
        assertThat(query(
                        postgres.primary(),
                        "SELECT string_agg(application_name, ',' ORDER BY application_name) FROM pg_stat_replication"))
                .isEqualTo("pg2,pg3");
    }

    @Test
    void a_replica_refuses_writes() {
        assertThatThrownBy(
                        () -> update(DevServices.postgres().replicas().get(0), "postgres", "CREATE TABLE no (x int)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void settings_reach_the_servers() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0)
                        .with("work_mem", "5MB")
                        .start();
                RedisServer redis =
                        RedisSpec.durable().with("maxmemory", "17mb").start()) {
            assertThat(query(postgres.primary(), "SHOW work_mem")).isEqualTo("5MB");
            assertThat(redis(redis, "CONFIG GET maxmemory")).isEqualTo("*2,$9,maxmemory,$8,17825792");
        }
        assertThat(redis(DevServices.redis(RedisSpec.durable()), "CONFIG GET appendonly"))
                .endsWith("yes");
        assertThat(redis(DevServices.redis(), "CONFIG GET maxmemory-policy")).endsWith("allkeys-lru");
    }

    @Test
    void a_killed_node_comes_back_with_its_data() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(1).start()) {
            PostgresNode primary = postgres.primary();
            update(primary, "postgres", "CREATE TABLE kept AS SELECT 1 AS x");
            primary.kill();
            assertThatThrownBy(() -> query(primary, "SELECT 1")).isInstanceOf(SQLException.class);
            primary.start();
            assertThat(query(primary, "SELECT x FROM kept")).isEqualTo("1");
        }
    }

    @Test
    void a_killed_durable_redis_comes_back_with_its_data_and_a_disposable_one_empty() throws Exception {
        try (RedisServer durable =
                        RedisSpec.durable().with("appendfsync", "always").start();
                RedisServer disposable = RedisSpec.disposable().start()) {
            for (RedisServer server : new RedisServer[] {durable, disposable}) {
                redis(server, "SET k v");
                server.kill();
                assertThatThrownBy(() -> redis(server, "PING")).isInstanceOf(IOException.class);
                server.start();
            }
            assertThat(redis(durable, "GET k")).isEqualTo("$1,v");
            assertThat(redis(disposable, "GET k")).isEqualTo("$-1");
        }
    }

    @Test
    void a_paused_server_hangs_until_it_is_resumed() throws Exception {
        try (RedisServer redis = RedisSpec.disposable().start()) {
            redis.pause();
            assertThatThrownBy(() -> redis(redis, "PING")).isInstanceOf(SocketTimeoutException.class);
            redis.resume();
            assertThat(redis(redis, "PING")).isEqualTo("+PONG");
        }
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(0).start()) {
            postgres.primary().pause();
            String url = postgres.primary().jdbcUrl("postgres") + "&connectTimeout=1&socketTimeout=1&loginTimeout=1";
            assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
            postgres.primary().resume();
            assertThat(query(postgres.primary(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void closing_a_paused_server_works_and_twice_too() {
        RedisServer redis = RedisSpec.disposable().start();
        redis.pause();
        redis.close();
        redis.close();
        assertThatThrownBy(() -> redis(redis, "PING")).isInstanceOf(IOException.class);
    }

    @Test
    void a_failed_start_shows_the_log() {
        assertThatThrownBy(() -> PostgresSpec.primaryWithReplicas(0)
                        .with("shared_buffers", "lots")
                        .start())
                .isInstanceOf(DevServicesException.class)
                .hasMessageContaining("pg1 ended before it could get ready")
                .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"lots\"");
        assertThatThrownBy(() ->
                        RedisSpec.disposable().with("no-such-directive", "1").start())
                .isInstanceOf(DevServicesException.class)
                .hasMessageContaining("Bad directive");
    }

    private static void awaitReplay(PostgresNode replica, String position) throws Exception {
        long deadline = System.nanoTime() + 10_000_000_000L;
        while (query(replica, "SELECT pg_last_wal_replay_lsn() >= '" + position + "'")
                .equals("f")) {
            assertThat(System.nanoTime()).as("time to replay").isLessThan(deadline);
        }
    }

    private static String query(PostgresNode node, String sql) throws SQLException {
        return query(node, "postgres", sql);
    }

    private static String query(PostgresNode node, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void update(PostgresNode node, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.jdbcUrl(database));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** One command by the inline protocol; the lines of its reply joined by commas. */
    private static String redis(RedisServer server, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(500);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            StringBuilder reply = new StringBuilder();
            byte[] buffer = new byte[4096];
            int read = socket.getInputStream().read(buffer);
            reply.append(new String(buffer, 0, Math.max(read, 0), StandardCharsets.US_ASCII));
            return reply.toString().strip().replace("\r\n", ",");
        }
    }
}
