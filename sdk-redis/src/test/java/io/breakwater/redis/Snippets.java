package io.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.micrometer.RedisMetrics;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of the README, running. */
class Snippets {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void first_use() {
        Redis redis = Redis.connect("redis://localhost:6379"); // also redis-sentinel://, redis-cluster://, rediss://

        assertThat(redis).as("whether there is a server or not").hasToString("Redis localhost:6379");
        assertThat(redis.health()).hasSize(1);
        redis.close();
    }

    @Test
    void over_a_client_of_your_own() {
        try (RedisServer server = RedisSpec.disposable().tls().start()) {
            String uri = server.uri();
            File certificate = server.certificate().toFile();
            RedisClient client = RedisClient.create();
            client.setOptions(ClientOptions.builder()
                    .sslOptions(SslOptions.builder().trustManager(certificate).build()) // a PEM file
                    .build());
            Redis redis = Redis.over(client, RedisURI.create(uri), Duration.ofSeconds(1));

            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            RedisMetrics.of(redis, "cache").bindTo(registry);
            assertThat(registry.find("breakwater.redis.servers").gauges()).hasSize(3);
            assertThat(redis.facts())
                    .singleElement()
                    .satisfies(facts -> assertThat(facts.role()).isEqualTo("master"));
            redis.close();
            client.shutdown();
        }
    }

    @Test
    void the_readme_holds_no_other_code() throws IOException {
        String running = spaceless(Files.readString(Path.of("src/test/java/io/breakwater/redis/Snippets.java")));
        assertThat(CODE.matcher(Files.readString(Path.of("README.md"))).results())
                .hasSize(2)
                .allSatisfy(code -> assertThat(running).contains(spaceless(code.group(1))));
    }

    private static String spaceless(String code) {
        return Arrays.stream(code.split("\n"))
                .map(line -> line.replaceFirst(" // .*", "").replaceAll("\\s", ""))
                .reduce("", String::concat);
    }
}
