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
    void a_failover_of_postgresql() {
        Postgres own = PostgresSpec.primaryWithReplicas(2).start();
        PostgresNode pg1 = own.primary();
        PostgresNode pg2 = own.nodes().get(1);
        PostgresNode pg3 = own.nodes().get(2);
        pg1.kill();
        pg2.promote();
        pg3.follow(pg2);
        pg1.reseedFrom(pg2);

        assertThat(pg2.name()).isEqualTo("pg2");
        own.close();
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
        }
        assertThat(sentinels).startsWith("redis-sentinel://127.0.0.1:");
    }

    @Test
    void secured_redis() {
        RedisSpec secured = RedisSpec.durable()
                .password("open sesame")
                .user("reader", "secret", "~session:*", "+get")
                .tls();
        RedisServer redis = secured.start();
        String all = redis.uri();
        String reader = redis.uri("reader");
        Path trusted = redis.certificate();

        assertThat(all).isEqualTo("rediss://default:open%20sesame@127.0.0.1:" + redis.port());
        assertThat(reader).isEqualTo("rediss://reader:secret@127.0.0.1:" + redis.port());
        assertThat(trusted).isRegularFile();
        redis.close();
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

    private static String ask(FakeLlm llm, String question) throws Exception {
        return RawClient.exchange(llm, Vendor.OPENAI, Vendor.OPENAI.request(question))
                .body();
    }

    @Test
    void a_fake_provider() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) { // or FakeLlm.anthropic()
            llm.next(LlmReply.text("It is."), LlmReply.error(429).header("retry-after", "2"));
            String answer = ask(llm, "Is it raining?"); // your client, at llm.baseUrl(), with any key
            assertThat(answer).contains("It is.");
            List<LlmRequest> requests = llm.awaitRequests(1, Duration.ofSeconds(5));
            assertThat(requests.get(0).body()).contains("Is it raining?");
        }
    }

    @Test
    void a_provider_that_fails() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) {
            LlmReply answer = LlmReply.text("one two three");
            llm.next(answer.but(LlmFault.pause(Duration.ofSeconds(3)).afterTokens(0))); // a slow first token
            llm.next(answer.but(LlmFault.stall().afterTokens(2))); // one two, then nothing more
            llm.next(answer.but(LlmFault.cut().afterTokens(2))); // ... then the end of the connection
            llm.next(answer.but(LlmFault.errorEvent(529))); // 200, then "overloaded" as the first event
            llm.next(answer.but(LlmFault.missingEnd())); // no [DONE], no message_stop
            llm.next(
                    3,
                    LlmReply.error(503)
                            .but(LlmFault.pause(Duration.ofSeconds(1)).beforeHead()));
            llm.flap(LlmReply.error(500)); // from then on every other request fails
            assertThat(llm.requests()).isEmpty();
        }
    }

    @Test
    void a_provider_that_calls_tools_and_follows_a_rule() throws Exception {
        try (FakeLlm llm = FakeLlm.openAi()) {
            llm.next(LlmReply.text("").call("weather", "{\"city\":\"Oslo\"}").usage(120, 9));
            llm.respond(request -> request.body().contains("Oslo") ? LlmReply.text("Rain.") : LlmReply.echo());
            assertThat(ask(llm, "Weather?")).contains("\"tool_calls\"", "\"prompt_tokens\":120");
            assertThat(ask(llm, "And in Oslo?")).contains("Rain.");
            assertThat(ask(llm, "Thanks")).contains("Thanks");
        }
    }

    @Test
    void the_code_of_the_readme_is_the_code_above() throws IOException {
        String above = withoutSpace(Files.readString(Path.of("src/test/java/io/breakwater/devservices/Snippets.java")));
        List<String> blocks = BLOCK.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(blocks).hasSize(10);
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
