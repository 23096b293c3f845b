package io.breakwater.redis.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisUnavailableException;
import io.breakwater.redis.link.RedisLink;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RedisMetricsIT {

    private static final byte[] KEY = "metrics".getBytes(UTF_8);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void the_figures_of_a_link_are_meters_that_move() {
        try (RedisServer server = RedisSpec.disposable().start();
                Redis redis = Redis.connect(server.uri(), Duration.ofSeconds(30))) {
            RedisMetrics.of(redis, "cache").bindTo(registry);
            assertThat(figures()).isEqualTo(healthyAfter(0));
            RedisLink.of(redis).get(KEY);
            RedisLink.of(redis).get(KEY);
            assertThat(figures()).isEqualTo(healthyAfter(2));
            server.kill();
            assertThatThrownBy(() -> useUntilRefused(redis)).isInstanceOf(RedisUnavailableException.class);
            assertThat(figures())
                    .containsEntry("breakwater.redis.refusals{redis=cache}", (double)
                            redis.stats().refusals())
                    .containsEntry("breakwater.redis.servers{redis=cache,state=connected}", 0.0)
                    .containsEntry("breakwater.redis.servers{redis=cache,state=disconnected}", 1.0);
            assertThat(redis.stats().refusals()).isEqualTo(1);
        }
    }

    private static void useUntilRefused(Redis redis) {
        while (redis.stats().refusals() == 0) {
            try {
                RedisLink.of(redis).get(KEY);
            } catch (RedisUnavailableException e) {
                if (!e.maybeExecuted()) {
                    throw e;
                }
            }
        }
    }

    @Test
    void a_link_and_a_name_must_be_there() {
        try (Redis redis = Redis.connect("redis://127.0.0.1:1", Duration.ofMillis(1))) {
            assertThatNullPointerException()
                    .isThrownBy(() -> RedisMetrics.of(redis, null))
                    .withMessage("name");
        }
    }

    private static Map<String, Double> healthyAfter(double commands) {
        return new TreeMap<>(Map.of(
                "breakwater.redis.commands{redis=cache}", commands,
                "breakwater.redis.gets.merged{redis=cache}", 0.0,
                "breakwater.redis.timeouts{redis=cache}", 0.0,
                "breakwater.redis.refusals{redis=cache}", 0.0,
                "breakwater.redis.connections{redis=cache}", 1.0,
                "breakwater.redis.script.reloads{redis=cache}", 0.0,
                "breakwater.redis.redirects{redis=cache}", 0.0,
                "breakwater.redis.servers{redis=cache,state=connected}", 1.0,
                "breakwater.redis.servers{redis=cache,state=suspected}", 0.0,
                "breakwater.redis.servers{redis=cache,state=disconnected}", 0.0));
    }

    private Map<String, Double> figures() {
        Map<String, Double> figures = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            String tags = meter.getId().getTags().stream()
                    .map(tag -> tag.getKey() + "=" + tag.getValue())
                    .collect(Collectors.joining(","));
            figures.put(
                    meter.getId().getName() + "{" + tags + "}",
                    meter.measure().iterator().next().getValue());
        }
        return figures;
    }
}
