package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.link.RedisLink;
import io.breakwater.redis.link.Script;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the README's section "Access control": with them all works, and with any one left out something does not. */
class AclIT {

    private static final String USER = "cache";
    private static final String PASSWORD = "open-sesame";
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(3);

    private static final List<String> COMMANDS = List.of(
            "+get",
            "+evalsha",
            "+eval",
            "+time",
            "+getrange",
            "+set",
            "+del",
            "+pexpire",
            "+hmget",
            "+hget",
            "+hset",
            "+hincrby",
            "+hkeys",
            "+hdel",
            "+hlen",
            "+lpush",
            "+ltrim",
            "+llen",
            "+lrange",
            "+lindex");

    static final List<String> RULES =
            with(List.of("~cache:*", "&cache:*"), with(COMMANDS, List.of("+publish", "+subscribe")));

    static final List<String> IN_A_CLUSTER =
            with(List.of("~cache:*", "&cache:*"), with(COMMANDS, List.of("+spublish", "+ssubscribe")));

    @Test
    void these_rules_are_enough() {
        RedisServer server = DevServices.redis(allowing(RULES, "+ping"));
        use(server.uri(USER), server.uri());
    }

    @Test
    void under_sentinel_role_is_enough_beside_them() {
        var sentinel = DevServices.redisSentinel(allowing(RULES, "+ping", "+role"));
        use(sentinel.uri(USER), sentinel.uri());
    }

    @Test
    void in_a_cluster_its_map_is_enough_beside_them_and_sharded_channels_take_the_place_of_the_others() {
        var cluster = DevServices.redisCluster(allowing(IN_A_CLUSTER, "+ping", "+cluster|nodes", "+asking"));
        use(cluster.uri(USER), cluster.uri());
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void none_of_them_can_be_left_out(String rule) {
        List<String> others =
                RULES.stream().filter(other -> !other.equals(rule)).toList();
        try (RedisServer server = allowing(others, "+ping").start()) {
            assertThatThrownBy(() -> use(server.uri(USER), server.uri()))
                    .as("without " + rule)
                    .isInstanceOfAny(AssertionError.class, CacheException.class);
        }
    }

    private static RedisSpec allowing(List<String> rules, String... more) {
        return RedisSpec.disposable()
                .user(USER, PASSWORD, with(rules, List.of(more)).toArray(String[]::new));
    }

    /** Each operation and what is behind it, once. */
    private static void use(String uri, String adminUri) {
        try (Node node = Node.on(uri, PATIENT, Node.NEVER);
                Node other = Node.on(adminUri, PATIENT, Node.NEVER)) {
            CacheAside<String, String> cache = node.cache("acl").cacheAside();
            CacheAside<String, String> there = other.cache("acl").cacheAside();
            assertThat(node.redis().isConnected()).isTrue();
            node.beat();
            valuesAreShared(cache, there);
            changesAreHeard(cache, there);
            whatWasMissedIsCaughtUp(node, cache, there);
            anotherHistoryIsNoticed(node, other, cache);
            aWriteThroughIsSettled(node, cache);
            cache.clear();
            assertThat(cache.stats().sharedFailures()).isZero();
        }
    }

    private static void valuesAreShared(CacheAside<String, String> cache, CacheAside<String, String> there) {
        assertThat(cache.get("key", key -> "loaded")).isEqualTo("loaded");
        assertThat(fromRedis(there)).isEqualTo(new Lookup<>("loaded", Source.SHARED));
        assertThat(fromRedis(cache)).isEqualTo(new Lookup<>("loaded", Source.SHARED));
        cache.put("key", "put");
        assertThat(fromRedis(there)).isEqualTo(new Lookup<>("put", Source.SHARED));
        cache.invalidate("key");
        assertThat(fromRedis(there)).isEqualTo(new Lookup<>("anew", Source.LOADER));
    }

    private static void changesAreHeard(CacheAside<String, String> cache, CacheAside<String, String> there) {
        assertComesAbout(() -> {
            long heard = cache.stats().heard();
            there.invalidate("key");
            return comesAbout(() -> cache.stats().heard() > heard, Duration.ofMillis(100));
        });
    }

    private static void whatWasMissedIsCaughtUp(
            Node node, CacheAside<String, String> cache, CacheAside<String, String> there) {
        node.messages().lose();
        node.beat();
        long heard = cache.stats().heard();
        there.invalidate("key");
        there.invalidate("key");
        node.beat();
        assertThat(cache.stats().heard()).isEqualTo(heard + 2);
        node.messages().deliver();
    }

    private static void anotherHistoryIsNoticed(Node node, Node other, CacheAside<String, String> cache) {
        byte[] control = new RedisNames("acl").control(SharedKey.stripeOf(KeyBytes.of("key")) / 64);
        Script forget = Script.read(
                "forget", new ByteArrayInputStream("return {redis.call('HSET', KEYS[1], 's', 0)}".getBytes(UTF_8)));
        RedisLink.of(other.redis()).run(forget, List.of(control), List.of());
        long flushes = cache.stats().flushes();
        node.beat();
        assertThat(cache.stats().flushes()).isGreaterThan(flushes);
    }

    private static void aWriteThroughIsSettled(Node node, CacheAside<String, String> cache) {
        try (WriteThrough<String, String> through =
                node.cache("acl").writeThrough(key -> "loaded", (key, value) -> cache.invalidate(key))) {
            through.put("key", "written");
            assertThat(through.stats().sharedFailures()).isZero();
        }
    }

    private static Lookup<String> fromRedis(CacheAside<String, String> cache) {
        return cache.lookup(
                "key", (key, context) -> "anew", ReadOptions.defaults().skipNear());
    }

    private static void assertComesAbout(BooleanSupplier condition) {
        assertThat(comesAbout(condition, SHORT)).isTrue();
    }

    private static boolean comesAbout(BooleanSupplier condition, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private static List<String> with(List<String> rules, List<String> more) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(more);
        return all;
    }
}
