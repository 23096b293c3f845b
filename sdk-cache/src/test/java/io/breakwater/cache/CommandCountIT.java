package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many commands each operation sends, by the server's own count: what runs inside a script is counted with its script. */
class CommandCountIT {

    private static final RedisServer SERVER = RedisSpec.disposable().start();
    private static final RedisClient CLIENT = RedisClient.create(SERVER.uri());
    private static final StatefulRedisConnection<String, String> PLAIN = CLIENT.connect();
    private static final Pattern CALLS = Pattern.compile("cmdstat_(get|mget|evalsha|eval|set|del):calls=(\\d+),");
    private static final List<String> KEYS =
            IntStream.range(0, 100).mapToObj(number -> "key-" + number).toList();

    private final Node node = Node.on(SERVER.uri());
    private CacheAside<String, String> cache;

    /** No heartbeat of its own accord: it would be counted, too. */
    @BeforeEach
    void open() {
        node.messages().keepSubscriptionsSecret();
        cache = builder().cacheAside();
        node.beat();
    }

    private CacheBuilder<String, String> builder() {
        return Cache.<String, String>builder("counted")
                .shared(node.redis(), Codec.strings())
                .expiry(Duration.ofMinutes(5), 0);
    }

    @AfterEach
    void closeNode() {
        node.close();
    }

    @AfterAll
    static void close() {
        CLIENT.shutdown();
        SERVER.close();
    }

    @Test
    void a_hit_is_one_get() {
        cache.put("k", "v");
        assertThat(sentBy(() -> cache.get("k", key -> "loaded"))).isEqualTo(Map.of("get", 1L));
    }

    @Test
    void a_protected_miss_is_a_get_and_two_scripts() {
        warm();
        assertThat(sentBy(() -> cache.get("missed", key -> "loaded"))).isEqualTo(Map.of("get", 1L, "evalsha", 2L));
    }

    @Test
    void a_change_is_one_script() {
        warm();
        assertThat(sentBy(() -> cache.put("k", "v"))).isEqualTo(Map.of("evalsha", 1L));
        assertThat(sentBy(() -> cache.invalidate("k"))).isEqualTo(Map.of("evalsha", 1L));
        assertThat(sentBy(() -> cache.invalidate("k", "token"))).isEqualTo(Map.of("evalsha", 1L));
        assertThat(sentBy(() -> cache.invalidateAll(KEYS)))
                .as("one for each lane")
                .isEqualTo(Map.of("evalsha", 16L));
        assertThat(sentBy(cache::clear)).isEqualTo(Map.of("evalsha", 16L));
    }

    @Test
    void a_write_through_is_two_scripts() {
        WriteThrough<String, String> through = builder().writeThrough(key -> "loaded", (key, value) -> {});
        through.put("k", "v");
        node.beat();
        assertThat(sentBy(() -> through.put("k", "v"))).isEqualTo(Map.of("evalsha", 2L));
    }

    @Test
    void a_hundred_hits_are_one_mget() {
        cache.putAll(KEYS.stream().collect(Collectors.toMap(Function.identity(), key -> "value of " + key)));
        assertThat(sentBy(() -> assertThat(cache.getAll(KEYS, keys -> Map.of())).hasSize(100)))
                .isEqualTo(Map.of("mget", 1L));
    }

    /** All scripts are known to the server, and all lanes to the node. */
    private void warm() {
        cache.get("warm", key -> "loaded");
        cache.put("warm", "put");
        cache.invalidate("warm");
        cache.clear();
        node.beat();
    }

    private static Map<String, Long> sentBy(Runnable operation) {
        PLAIN.sync().configResetstat();
        operation.run();
        return counts();
    }

    /** Those that scripts have sent are in the count of their command, too, and left out where only scripts send it. */
    private static Map<String, Long> counts() {
        Matcher calls = CALLS.matcher(PLAIN.sync().info("commandstats"));
        return calls.results()
                .filter(match ->
                        !match.group(1).equals("set") && !match.group(1).equals("del"))
                .collect(Collectors.toMap(match -> match.group(1), match -> Long.parseLong(match.group(2))));
    }
}
