package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the README's section "Access control". */
class AclIT {

    private static final String USER = "cache";
    private static final String PASSWORD = "open-sesame";
    private static final Duration PATIENT = Duration.ofSeconds(30);

    static final List<String> RULES = List.of("~cache:v1:*", "+get", "+set", "+del");

    @Test
    void these_rules_are_enough() {
        assertThat(failures(DevServices.redis(allowing(RULES, "+ping")).uri(USER)))
                .isZero();
    }

    @Test
    void under_sentinel_role_is_enough_beside_them() {
        assertThat(failures(DevServices.redisSentinel(allowing(RULES, "+ping", "+role"))
                        .uri(USER)))
                .isZero();
    }

    @Test
    void in_a_cluster_its_map_is_enough_beside_them() {
        RedisSpec spec = allowing(RULES, "+ping", "+cluster|nodes", "+asking");
        assertThat(failures(DevServices.redisCluster(spec).uri(USER))).isZero();
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void none_of_them_can_be_left_out(String rule) {
        List<String> others =
                RULES.stream().filter(other -> !other.equals(rule)).toList();
        assertThat(failures(DevServices.redis(allowing(others, "+ping")).uri(USER)))
                .isPositive();
    }

    private static RedisSpec allowing(List<String> rules, String... more) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(List.of(more));
        return RedisSpec.disposable().user(USER, PASSWORD, all.toArray(String[]::new));
    }

    /** How often Redis refused something while each operation was used. */
    private static long failures(String uri) {
        try (Redis redis = Redis.connect(uri, PATIENT)) {
            assertThat(redis.isConnected()).isTrue();
            ReadThrough<String, String> cache = Cache.<String, String>builder("acl-" + UUID.randomUUID())
                    .shared(redis, JsonCodec.of(String.class))
                    .expiry(Duration.ofMinutes(5), 0.10)
                    .readThrough(key -> "loaded");
            cache.get("key");
            cache.get("key");
            orNot(() -> cache.put("key", "put"));
            orNot(() -> cache.invalidate("key"));
            assertThat(cache.get("key"))
                    .as("loaded again, or what could not be removed")
                    .isIn("loaded", "put");
            return cache.stats().sharedFailures();
        }
    }

    private static void orNot(Runnable change) {
        try {
            change.run();
        } catch (CacheStoreException e) {
            assertThat(e).cause().hasMessageContaining("NOPERM");
        }
    }
}
