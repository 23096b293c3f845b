package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClusterRoutingIT {

    private static final RedisCluster CLUSTER = RedisSpec.durable().startCluster();
    private static final RedisLink LINK = RedisLink.open(CLUSTER.uri(), Duration.ofSeconds(30));
    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final Script COUNT_ALL = script("""
            local counts = {}
            for i, key in ipairs(KEYS) do
              counts[i] = redis.call('INCR', key)
            end
            return counts
            """);
    private static final Duration TTL = Duration.ofMinutes(5);

    @AfterAll
    static void close() {
        LINK.close();
        CLUSTER.close();
    }

    @Test
    void keys_of_every_master_are_served() {
        for (RedisServer master : CLUSTER.masters()) {
            String key = keyOf(master, "served");
            LINK.set(bytes(key), bytes("value of " + key), TTL);
            assertThat(text(LINK.get(bytes(key)))).isEqualTo("value of " + key);
            String there = Plain.ask(master, redis -> redis.get(key));
            assertThat(there).isEqualTo("value of " + key);
            assertThat(count(key + ":count").value()).isEqualTo(1);
            assertThat(LINK.delete(bytes(key)).value()).isTrue();
        }
    }

    @Test
    void after_each_move_there_and_back_a_command_is_sent_on_and_executed_once() {
        RedisServer source = CLUSTER.masters().get(0);
        RedisServer target = CLUSTER.masters().get(1);
        String key = keyOf(source, "moved");
        long redirects = LINK.stats().redirects();
        long generation = count(key).generation();
        for (int move = 0; move < 6; move++) {
            moveTo(move % 2 == 0 ? target : source, key);
            Reply<?> first = switch (move % 3) {
                case 0 -> assertThatReply(LINK.setIfAbsent(bytes(key + ":nx"), bytes("v"), TTL), true);
                case 1 -> assertThatReply(LINK.delete(bytes(key + ":nx")), true);
                default -> assertThatReply(count(key), 2L + move / 3);
            };
            assertThat(first.generation()).isGreaterThan(generation);
            generation = LINK.get(bytes(key)).generation();
        }
        // The link may have found out by itself at times, but not each time.
        assertThat(LINK.stats().redirects()).isGreaterThan(redirects);
        assertThat(count(key).value()).isEqualTo(4);
    }

    private static <T> Reply<T> assertThatReply(Reply<T> reply, T expected) {
        assertThat(reply.value()).isEqualTo(expected);
        return reply;
    }

    @Test
    void a_slot_that_came_back_between_two_commands_has_another_generation_once_the_map_was_read_again() {
        RedisServer source = CLUSTER.masters().get(0);
        RedisServer target = CLUSTER.masters().get(1);
        String key = keyOf(source, "back");
        String other = keyOf(source, "other");
        count(other);
        long before = count(key).generation();
        moveTo(target, key);
        moveTo(source, key);
        moveTo(target, other);
        count(other);
        Awaiting.until("a greater generation", () -> LINK.get(bytes(key)).generation() > before);
        assertThat(count(key).value()).isEqualTo(2);
    }

    @Test
    void during_a_migration_a_command_follows_its_key_and_is_executed_once() {
        String key = keyOf(CLUSTER.masters().get(0), "asked");
        String absent = key + ":absent";
        long generation = count(key).generation();
        CLUSTER.beginMigration(key, CLUSTER.masters().get(1));
        long redirects = LINK.stats().redirects();
        assertThat(count(key).value()).isEqualTo(2);
        assertThat(LINK.stats().redirects()).as("it is still there").isEqualTo(redirects);

        CLUSTER.moveKey(key);
        Reply<Long> moved = count(key);
        assertThat(moved.value()).isEqualTo(3);
        assertThat(moved.generation()).as("the slot is still its owner's").isEqualTo(generation);
        assertThat(LINK.setIfAbsent(bytes(absent), bytes("v"), TTL).value()).isTrue();
        assertThat(text(LINK.get(bytes(absent)))).isEqualTo("v");
        assertThat(LINK.delete(bytes(absent)).value()).isTrue();
        assertThat(LINK.stats().redirects()).isGreaterThanOrEqualTo(redirects + 4);

        CLUSTER.finishMigration(key);
        Reply<Long> after = count(key);
        assertThat(after.value()).isEqualTo(4);
        assertThat(after.generation()).isGreaterThan(moved.generation());
    }

    @Test
    void many_commands_follow_a_slot_that_moves_each_for_itself() {
        RedisServer source = CLUSTER.masters().get(0);
        RedisServer target = CLUSTER.masters().get(1);
        String moved = keyOf(source, "many-moved");
        List<String> keys = List.of(
                moved, keyOf(source, "many-here"), moved + ":2", keyOf(target, "many-there"), moved + ":absent");
        List<String> counted = keys.subList(0, 4);
        assertThat(counts(counted)).containsOnly(1L);
        long generation = generation(moved);
        long redirects = LINK.stats().redirects();

        CLUSTER.beginMigration(moved, target);
        CLUSTER.moveKey(moved);
        assertThat(texts(keys)).containsExactly("1", "1", "1", "1", null);
        assertThat(LINK.stats().redirects()).as("one moved, one absent").isEqualTo(redirects + 2);
        assertThat(counts(counted)).containsOnly(2L);
        long onItsWay = generation(moved);
        assertThat(onItsWay).isGreaterThanOrEqualTo(generation);

        CLUSTER.finishMigration(moved);
        assertThat(generation(moved)).isGreaterThan(onItsWay);
        assertThat(counts(counted)).containsOnly(3L);
        moveTo(source, moved);
        assertThat(counts(counted)).containsOnly(4L);
        assertThat(texts(keys)).containsExactly("4", "4", "4", "4", null);
    }

    private static long generation(String key) {
        return LINK.getAll(List.of(bytes(key))).get(0).orThrow().generation();
    }

    private static List<Object> counts(List<String> keys) {
        List<ScriptCall> calls = keys.stream()
                .map(key -> new ScriptCall(List.of(bytes(key)), List.of(bytes("1"))))
                .toList();
        return LINK.runAll(APPEND, calls).stream()
                .map(outcome -> outcome.orThrow().value().get(0))
                .toList();
    }

    private static List<@Nullable String> texts(List<String> keys) {
        List<@Nullable String> texts = new ArrayList<>();
        for (Outcome<byte[]> outcome :
                LINK.getAll(keys.stream().map(ClusterRoutingIT::bytes).toList())) {
            byte[] value = outcome.orThrow().value();
            texts.add(value == null ? null : new String(value, UTF_8));
        }
        return texts;
    }

    @Test
    void a_script_whose_keys_are_divided_is_refused_until_they_are_together() {
        RedisServer source = CLUSTER.masters().get(0);
        String ahead = keyOf(source, "divided");
        String behind = ahead + ":behind";
        assertThat(countAll(ahead, behind)).containsExactly(1L, 1L);
        CLUSTER.beginMigration(ahead, CLUSTER.masters().get(1));
        CLUSTER.moveKey(ahead);
        assertTryAgain(ahead, behind);
        assertTryAgain(ahead, ahead + ":absent");
        CLUSTER.moveKey(behind);
        assertThat(countAll(ahead, behind)).as("both are there").containsExactly(2L, 2L);
        CLUSTER.finishMigration(ahead);
        assertThat(countAll(ahead, behind)).containsExactly(3L, 3L);
        assertThat(LINK.get(bytes(ahead + ":absent")).value()).isNull();
    }

    @Test
    void during_a_migration_a_user_needs_asking() {
        Deployment deployment = new Deployment.Cluster(CLUSTER);
        List<String> rules = List.of("~{alone*", "+ping", "+cluster|nodes", "+get");
        try (AclUser user = AclUser.of(deployment, rules);
                RedisLink link = RedisLink.open(user.uri(), Duration.ofSeconds(30))) {
            Awaiting.until("connected", link::isConnected);
            String key = keyOf(CLUSTER.masters().get(0), "alone");
            CLUSTER.beginMigration(key, CLUSTER.masters().get(1));
            assertThatThrownBy(() -> link.get(bytes(key)))
                    .isInstanceOfSatisfying(
                            RedisException.class, e -> assertThat(e.code()).contains("MOVED"));
            user.allow(Stream.concat(rules.stream(), Stream.of("+asking")).toList());
            assertThat(link.get(bytes(key)).value()).isNull();
            CLUSTER.finishMigration(key);
        }
    }

    private static void assertTryAgain(String... keys) {
        assertThatThrownBy(() -> countAll(keys))
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.code()).contains("TRYAGAIN"));
        ScriptCall call =
                new ScriptCall(Stream.of(keys).map(ClusterRoutingIT::bytes).toList(), List.of());
        assertThatThrownBy(LINK.runAll(COUNT_ALL, List.of(call)).get(0)::orThrow)
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.code()).contains("TRYAGAIN"));
    }

    @Test
    void keys_of_several_slots_in_one_script_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> countAll("{a}1", "{a}2", "{b}1"))
                .withMessage("Invalid keys ({b}1): must be of one hash slot with {a}1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> countAll())
                .withMessage("Invalid keys (none): must be at least one");
        assertThat(LINK.get(bytes("{a}1")).value()).isNull();
        assertThat(LINK.get(bytes("{b}1")).value()).isNull();
    }

    @Test
    void a_cluster_that_has_not_been_found_says_why() {
        assertNotFound("127.0.0.1:1", "Redis 127.0.0.1:1 is not connected: ", "refused");
    }

    @Test
    void a_server_that_is_no_cluster_says_so() {
        String single = "127.0.0.1:" + DevServices.redis().port();
        assertNotFound(
                single, "Redis " + single + " tells of no Cluster: ERR This instance has cluster support disabled");
    }

    private static void assertNotFound(String host, String... why) {
        try (RedisLink link = RedisLink.open("redis-cluster://" + host, Duration.ofMillis(100))) {
            assertThat(link.isConnected()).isFalse();
            assertThat(link.health()).isEmpty();
            Awaiting.until(String.join("", why), () -> Stream.of(why).allMatch(refusal(link)::contains));
            assertThat(refusal(link)).startsWith("Redis Cluster " + host + " has not been found yet; ");
        }
    }

    private static String refusal(RedisLink link) {
        try {
            return "served: " + link.get(bytes("key"));
        } catch (RedisUnavailableException e) {
            assertThat(e.maybeExecuted()).isFalse();
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void masters_alone_are_listed_and_a_node_that_left_is_closed() {
        String name = "left-by-failover";
        RedisServer old = CLUSTER.masters().get(1);
        String key = keyOf(old, "left");
        RedisURI seed = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(CLUSTER.masters().get(0).port())
                .withClientName(name)
                .build();
        RedisClusterClient client = RedisClusterClient.create(seed);
        try (RedisLink link = RedisLink.over(client, seed, Duration.ofSeconds(5))) {
            assertMastersAlone(link);
            assertThat(connections(old, name)).isEqualTo(1);
            CLUSTER.failover(old);
            LINK.delete(bytes(key));
            Awaiting.success(() -> link.set(bytes(key), bytes("v"), TTL));
            Awaiting.until("the old master is left", () -> connections(old, name) == 0);
            assertMastersAlone(link);
            assertMastersAlone(LINK);
        } finally {
            client.shutdown();
        }
    }

    private static void assertMastersAlone(RedisLink link) {
        List<String> masters = CLUSTER.masters().stream()
                .map(master -> "Redis 127.0.0.1:" + master.port())
                .toList();
        Awaiting.until(
                "only masters in " + link.health(),
                () -> link.isConnected()
                        && link.health().size() == masters.size()
                        && link.health().stream().map(RedisHealth::server).allMatch(masters::contains));
    }

    private static long connections(RedisServer server, String name) {
        return Plain.ask(
                server,
                redis -> redis.clientList()
                        .lines()
                        .filter(client -> client.contains(" name=" + name + " "))
                        .count());
    }

    /** A key of a slot that this master has, and no other test uses. */
    private static String keyOf(RedisServer master, String test) {
        return Stream.iterate(0, i -> i + 1)
                .map(i -> "{" + test + i + "}key")
                .filter(key -> CLUSTER.masterOf(key).equals(master))
                .findFirst()
                .orElseThrow();
    }

    private static void moveTo(RedisServer target, String key) {
        CLUSTER.beginMigration(key, target);
        CLUSTER.finishMigration(key);
    }

    private static Reply<Long> count(String key) {
        return LINK.run(APPEND, List.of(bytes(key)), List.of(bytes("1"))).map(reply -> (Long) reply.get(0));
    }

    private static List<Object> countAll(String... keys) {
        return LINK.run(COUNT_ALL, Stream.of(keys).map(ClusterRoutingIT::bytes).toList(), List.of())
                .value();
    }

    private static Script script(String source) {
        return Script.read("count-all", new ByteArrayInputStream(bytes(source)));
    }

    private static String text(Reply<byte[]> reply) {
        return new String(reply.value(), UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
