package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user must be allowed: with exactly that all works, and with any one rule left out something does not. */
class AclIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = bytes(Deployment.KEY);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final List<String> WORTH_HAVING = List.of("+info", "+client|id", "+client|kill");

    /** Without a migration under way; then a Cluster needs {@code +asking} too (ClusterRoutingIT). */
    private static List<String> toConnect(Deployment.Kind kind) {
        return switch (kind) {
            case STANDALONE -> List.of("+ping");
            case SENTINEL -> List.of("+ping", "+role");
            case CLUSTER -> List.of("+ping", "+cluster|nodes");
        };
    }

    @ParameterizedTest
    @EnumSource
    void to_connect_these_are_enough_and_none_can_be_left_out(Deployment.Kind kind) {
        List<String> rules = toConnect(kind);
        try (AclUser user = AclUser.of(kind.shared(), rules)) {
            try (RedisLink link = RedisLink.open(user.uri(), PATIENT)) {
                Awaiting.until("connected", link::isConnected);
            }
            for (String rule : rules) {
                user.allow(without(rules, rule));
                try (RedisLink link = RedisLink.open(user.uri(), SHORT)) {
                    Awaiting.until(
                            "the reason without " + rule, () -> refusal(link).contains("NOPERM"));
                    assertThat(link.isConnected()).isFalse();
                }
            }
        }
    }

    @Test
    void a_database_in_the_address_needs_select() {
        try (AclUser user = AclUser.of(Deployment.Kind.STANDALONE.shared(), "+ping", "+select")) {
            try (RedisLink link = RedisLink.open(user.uri() + "/1", PATIENT)) {
                Awaiting.until("connected", link::isConnected);
            }
            user.allow(List.of("+ping"));
            try (RedisLink link = RedisLink.open(user.uri() + "/1", SHORT)) {
                Awaiting.until("the reason", () -> refusal(link).contains("NOPERM"));
            }
        }
    }

    private static String refusal(RedisLink link) {
        try {
            return "served: " + link.get(KEY);
        } catch (RedisUnavailableException e) {
            return String.valueOf(e.getMessage());
        } catch (RedisException served) {
            return "served: " + served.code();
        }
    }

    @Test
    void what_is_worth_having_ends_lost_connections_on_the_server_and_the_link_works_without() throws Exception {
        assertThat(survivesItsLoss(WORTH_HAVING)).isFalse();
        for (String rule : WORTH_HAVING) {
            assertThat(survivesItsLoss(without(WORTH_HAVING, rule)))
                    .as("without " + rule)
                    .isTrue();
        }
        assertThat(survivesItsLoss(List.of())).as("without all of them").isTrue();
    }

    /** Whether the server still has a connection after the link has another one. */
    private static boolean survivesItsLoss(List<String> rules) {
        Deployment deployment = Deployment.Kind.STANDALONE.shared(Deployment.SPEC);
        try (AclUser user = AclUser.of(deployment, and(rules, "+ping", "+get", "~{fault}*"));
                RedisLink link = RedisLink.open(user.uri(), PATIENT)) {
            long generation = link.get(KEY).generation();
            Set<String> before = connections(deployment.server(), user);
            assertThat(before).hasSize(1);
            deployment.proxy().loseClient();
            Awaiting.until(
                    "another connection",
                    () -> Awaiting.success(() -> link.get(KEY)).generation() > generation);
            boolean survives = connections(deployment.server(), user).containsAll(before);
            deployment.restore();
            return survives;
        }
    }

    private static Set<String> connections(RedisServer server, AclUser user) {
        String list = Plain.ask(server, RedisCommands::clientList);
        return list.lines()
                .filter(client -> client.contains(" user=" + user.name() + " "))
                .map(client -> client.split(" ", 2)[0])
                .collect(Collectors.toSet());
    }

    /** As with {@code rename-command CLIENT ""}, or behind a proxy. */
    @Test
    void a_server_that_has_no_command_client_is_used_without() {
        try (ScriptedRedis server = new ScriptedRedis()) {
            server.answer(Map.of("CLIENT", "-ERR unknown command 'client'\r\n"));
            try (RedisLink link = RedisLink.open("redis://" + server.hostAndPort(), SHORT)) {
                Awaiting.success(() -> link.set(KEY, KEY, TTL));
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("operations")
    void an_operation_needs_each_of_its_rules_and_no_more(Deployment.Kind kind, Operation operation) {
        Deployment deployment = kind.shared();
        List<String> toConnect = toConnect(kind);
        try (AclUser user = AclUser.of(deployment, and(operation.rules(), toConnect));
                RedisLink link = RedisLink.open(user.uri(), PATIENT)) {
            Awaiting.until("connected", link::isConnected);
            forgetScripts(deployment);
            operation.call().accept(link);
            for (String rule : operation.rules()) {
                user.allow(and(without(operation.rules(), rule), toConnect));
                forgetScripts(deployment);
                assertThatThrownBy(() -> operation.call().accept(link))
                        .as("without " + rule)
                        .isExactlyInstanceOf(RedisException.class)
                        .hasMessageMatching("(?s).*(NOPERM|can't run this command|ACL failure in script).*");
            }
        }
    }

    private static void forgetScripts(Deployment deployment) {
        RedisServer server = deployment.server();
        Plain.ask(server, RedisCommands::scriptFlush);
    }

    static Stream<Arguments> operations() {
        return Stream.of(Deployment.Kind.values())
                .flatMap(kind -> Stream.of(
                                operation("get", link -> link.get(KEY), "%R~{fault}*", "+get"),
                                operation("set", link -> link.set(KEY, bytes("v"), TTL), "%W~{fault}*", "+set"),
                                operation(
                                        "setIfAbsent",
                                        link -> link.setIfAbsent(KEY, bytes("v"), TTL),
                                        "%W~{fault}*",
                                        "+set"),
                                operation("delete", link -> link.delete(KEY), "%W~{fault}*", "+del"),
                                operation("run", AclIT::run, "~{fault}*", "+evalsha", "+eval", "+incrby", "+pexpire"),
                                operation("time", link -> link.time(KEY), "+time"),
                                operation(
                                        "publish",
                                        link -> link.publish(KEY, bytes("news")),
                                        "&{fault}*",
                                        kind == Deployment.Kind.CLUSTER ? "+spublish" : "+publish"),
                                operation("facts", RedisLink::facts, "+info"))
                        .map(operation -> Arguments.of(kind, operation)));
    }

    private static void run(RedisLink link) {
        link.run(APPEND, List.of(bytes(Deployment.KEY + ":counted")), List.of(bytes("1")));
    }

    private static Operation operation(String name, Consumer<RedisLink> call, String... rules) {
        return new Operation(name, List.of(rules), call);
    }

    record Operation(String name, List<String> rules, Consumer<RedisLink> call) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_subscription_needs_its_channels_and_subscribe(Deployment.Kind kind) {
        String command = kind == Deployment.Kind.CLUSTER ? "ssubscribe" : "subscribe";
        assertFeed(
                kind,
                "subscribed",
                command,
                List.of("&{fault}*", "+" + command),
                (link, told) -> link.subscribe(List.of(KEY), told));
    }

    @ParameterizedTest
    @EnumSource
    void a_watch_needs_tracking(Deployment.Kind kind) {
        assertFeed(
                kind,
                "watching",
                "client|tracking",
                List.of("+client|tracking"),
                (link, told) -> link.watch(List.of(KEY), told));
    }

    private static void assertFeed(
            Deployment.Kind kind,
            String event,
            String command,
            List<String> rules,
            BiFunction<RedisLink, Recorder, Subscription> open) {
        Deployment deployment = kind.shared();
        try (AclUser user = AclUser.of(deployment, and(rules, toConnect(kind)));
                RedisLink link = RedisLink.open(user.uri(), PATIENT)) {
            Awaiting.until("connected", link::isConnected);
            Recorder told = new Recorder();
            Subscription subscription = open.apply(link, told);
            told.awaitCount(event, 1);
            subscription.close();
            for (String rule : rules) {
                user.allow(and(without(rules, rule), toConnect(kind)));
                Recorder silent = new Recorder();
                ServerStats servers = new ServerStats(deployment.everyone()).reset();
                Subscription refused = open.apply(link, silent);
                Awaiting.until("a refusal without " + rule, () -> servers.rejected(command) > 0);
                refused.close();
                assertThat(silent.events()).isEmpty();
            }
        }
    }

    private static List<String> without(List<String> rules, String rule) {
        return rules.stream().filter(other -> !other.equals(rule)).toList();
    }

    private static List<String> and(List<String> rules, String... more) {
        return and(rules, List.of(more));
    }

    private static List<String> and(List<String> rules, List<String> more) {
        List<String> all = new ArrayList<>(rules);
        all.addAll(more);
        return all;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
