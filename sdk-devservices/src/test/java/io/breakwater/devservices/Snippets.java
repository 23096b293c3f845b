package io.breakwater.devservices;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.junit.DevServicesExtension;
import io.breakwater.devservices.junit.Durable;
import io.breakwater.devservices.junit.Own;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code of the README, running. */
class Snippets {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void shared_servers() {
        Postgres postgres = DevServices.postgres();
        RedisServer redis = DevServices.redis();
        String url = postgres.primary().jdbcUrl("postgres");
        String uri = redis.uri();

        assertThat(url).startsWith("jdbc:postgresql://127.0.0.1:");
        assertThat(uri).startsWith("redis://127.0.0.1:");
    }

    @Test
    void servers_of_your_own() {
        try (Postgres own = PostgresSpec.primaryWithReplicas(1)
                .with("synchronous_commit", "off")
                .start()) {
            own.primary().kill();
            own.primary().start();
        }
        RedisServer state = RedisSpec.durable().start();

        assertThat(state.port()).isPositive();
        state.close();
    }

    @Test
    void redis_topologies() {
        RedisSentinel shared = DevServices.redisSentinel();
        String sentinels = shared.uri();

        try (RedisCluster cluster = RedisSpec.durable().startCluster()) {
            RedisServer master = cluster.masterOf("user:1");
            RedisServer successor = cluster.failover(master);
            successor.kill();
            cluster.failover(successor);
            successor.start();
            cluster.awaitHealthy();
            assertThat(cluster.masterOf("user:1")).isEqualTo(master);
        }
        assertThat(sentinels).startsWith("redis-sentinel://127.0.0.1:");
    }

    @Test
    void secured_redis() {
        RedisSpec secured = RedisSpec.durable()
                .password("open sesame")
                .user("reader", "secret", "~session:*", "+get")
                .tls();
        try (RedisServer redis = secured.start()) {
            String all = redis.uri();
            String reader = redis.uri("reader");
            Path trusted = redis.certificate();

            assertThat(all).isEqualTo("rediss://default:open%20sesame@127.0.0.1:" + redis.port());
            assertThat(reader).isEqualTo("rediss://reader:secret@127.0.0.1:" + redis.port());
            assertThat(trusted).isRegularFile();
        }
    }

    @Test
    void a_broken_network() throws Exception {
        try (RedisServer redis = RedisSpec.disposable().start();
                RedisTalk direct = new RedisTalk(redis.port())) {
            try (FaultProxy network = FaultProxy.before(redis.port())) {
                RedisTalk client = new RedisTalk(network.port());
                network.delay(Duration.ofMillis(20));
                network.bandwidth(1_000_000);
                assertThat(client.ask("PING")).isEqualTo("+PONG");
                network.heal();

                Pause pause = network.hold(Direction.REPLIES);
                client.send("INCR visits");
                pause.awaitReached(Duration.ofSeconds(5));
                assertThat(direct.ask("GET visits")).isEqualTo("1");
                pause.resume();
                assertThat(client.reply()).isEqualTo(":1");

                network.blackHole();
                client.send("PING");
                network.heal();
                assertThat(client.reply()).isEqualTo("+PONG");
            }
        }
    }

    @Nested
    @ExtendWith(DevServicesExtension.class)
    class VisitsTest {

        @Test
        void visits_survive_the_death_of_redis(@Own @Durable RedisServer redis) throws IOException {
            try (RedisTalk client = new RedisTalk(redis.port())) {
                client.ask("CONFIG SET appendfsync always");
                client.ask("INCR visits");
            }
            redis.kill();
            redis.start();
            try (RedisTalk client = new RedisTalk(redis.port())) {
                assertThat(client.ask("GET visits")).isEqualTo("1");
            }
        }
    }

    @Test
    void the_code_of_the_readme_is_the_code_above() throws IOException {
        String above = withoutSpace(Files.readString(Path.of("src/test/java/io/breakwater/devservices/Snippets.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(blocks).hasSize(6);
        for (String block : blocks) {
            assertThat(above).contains(withoutSpace(block));
        }
    }

    private static String withoutSpace(String code) {
        return Arrays.stream(code.split("\n"))
                .filter(line -> !line.startsWith("```"))
                .map(line -> line.replaceFirst(" // .*", "").replaceAll("\\s", ""))
                .reduce("", String::concat);
    }
}
