package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.breakwater.devservices.testcontainers.Container;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same servers and levers in containers, where a Docker engine is. */
class DockerFaultIT {

    private static final String SKIPPED = "no Docker engine answers here: containers are not verified";

    @BeforeAll
    static void choose() {
        boolean engine = Container.engineAnswers();
        if (!engine) {
            Progress.print("DockerFaultIT skipped: " + SKIPPED);
        }
        assumeTrue(engine, SKIPPED);
        System.setProperty(Engine.PROPERTY, "docker");
    }

    @AfterAll
    static void forgetTheChoice() {
        System.clearProperty(Engine.PROPERTY);
    }

    @Test
    void postgresql_fails_over() throws Exception {
        try (Postgres postgres = PostgresSpec.primaryWithReplicas(2).start()) {
            PostgresReplicationFaultIT.failOver(postgres);
        }
    }

    @Test
    void a_cascaded_replica_streams_and_each_kind_of_start_does_what_it_says() throws Exception {
        try (Postgres postgres =
                PostgresSpec.primaryWithReplicas(1).withCascadedReplica().start()) {
            PostgresNode pg1 = postgres.primary();
            PostgresNode pg3 = postgres.nodes().get(2);
            Sql.update(pg1, "CREATE TABLE kept AS SELECT 1 AS x");
            Sql.await(pg3, "SELECT x FROM kept", "1");
            pg3.kill();
            pg3.startEmpty();
            Sql.await(pg3, "SELECT x FROM kept", "1");
            pg1.kill();
            pg1.start();
            assertThat(Sql.query(pg1, "SELECT x FROM kept")).isEqualTo("1");
            pg1.pause();
            assertThatThrownBy(() -> DriverManager.getConnection(
                            pg1.jdbcUrl("postgres") + "&connectTimeout=1&socketTimeout=1&loginTimeout=1"))
                    .isInstanceOf(SQLException.class);
            pg1.kill();
            pg1.startEmpty();
            assertThat(Sql.query(pg1, "SELECT to_regclass('kept')")).isNull();
        }
    }

    @Test
    void redis_keeps_its_data_over_a_kill() throws Exception {
        try (RedisServer redis =
                RedisSpec.durable().with("appendfsync", "always").start()) {
            assertThat(reply(redis, "SET k v")).isEqualTo("+OK");
            redis.kill();
            assertThatThrownBy(() -> reply(redis, "PING")).isInstanceOf(IOException.class);
            redis.start();
            assertThat(reply(redis, "STRLEN k")).isEqualTo(":1");
            redis.pause();
            assertThatThrownBy(() -> reply(redis, "PING")).isInstanceOf(IOException.class);
            redis.resume();
            assertThat(reply(redis, "PING")).isEqualTo("+PONG");
        }
    }

    private static String reply(RedisServer server, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            if (line == null) {
                throw new IOException("closed");
            }
            return line;
        }
    }
}
