package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisServerFacts;
import io.breakwater.redis.RedisStats;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a link tells of its servers and of itself. */
class LinkFactsIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = bytes(Deployment.KEY);
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration TTL = Duration.ofMinutes(5);

    private static RedisLink open(String uri) {
        RedisLink link = RedisLink.open(uri, PATIENT);
        Awaiting.until("connected", link::isConnected);
        return link;
    }

    @ParameterizedTest
    @EnumSource
    void time_is_the_servers_and_moves_forward_by_microseconds(Deployment.Kind kind) {
        Deployment deployment = kind.shared();
        try (RedisLink link = open(deployment.uri())) {
            Instant before = clockOf(deployment.server());
            List<Instant> times =
                    Stream.generate(() -> link.time(KEY).value()).limit(20).toList();
            assertThat(times).isSorted().doesNotHaveDuplicates();
            assertThat(times.get(0)).isAfter(before);
            assertThat(times.get(19)).isBefore(clockOf(deployment.server()));
            assertThat(times).allMatch(time -> time.equals(time.truncatedTo(ChronoUnit.MICROS)));
            assertThat(times).anyMatch(time -> !time.equals(time.truncatedTo(ChronoUnit.MILLIS)));
        }
    }

    private static Instant clockOf(RedisServer server) {
        List<String> time = Plain.ask(server, RedisCommands::time);
        return Instant.ofEpochSecond(Long.parseLong(time.get(0))).plus(Long.parseLong(time.get(1)), ChronoUnit.MICROS);
    }

    @ParameterizedTest
    @EnumSource
    void each_master_says_what_it_is(Deployment.Kind kind) {
        Deployment deployment = kind.shared();
        try (RedisLink link = open(deployment.uri())) {
            List<RedisServerFacts> facts = link.facts();
            assertThat(facts)
                    .extracting(RedisServerFacts::server)
                    .containsExactlyElementsOf(
                            link.health().stream().map(RedisHealth::server).toList())
                    .hasSize(kind == Deployment.Kind.CLUSTER ? 3 : 1);
            assertThat(facts).extracting(RedisServerFacts::runId).doesNotHaveDuplicates();
            assertThat(facts).allSatisfy(each -> {
                assertThat(each.version()).isEqualTo(info(deployment.server(), "redis_version"));
                assertThat(each.role()).isEqualTo("master");
                assertThat(each.evictionPolicy()).isEqualTo("noeviction");
                assertThat(each.keepsEverything()).isTrue();
                assertThat(each.appendOnly()).isTrue();
                assertThat(each.maxMemoryBytes()).isZero();
                assertThat(each.connectedReplicas()).isEqualTo(replicas(kind));
            });
            assertThat(facts).extracting(RedisServerFacts::runId).contains(info(deployment.server(), "run_id"));
        }
    }

    private static int replicas(Deployment.Kind kind) {
        return switch (kind) {
            case STANDALONE -> 0;
            case SENTINEL -> 2;
            case CLUSTER -> 1;
        };
    }

    private static String info(RedisServer server, String name) {
        String info = Plain.ask(server, RedisCommands::info);
        return new InfoText(info.getBytes(UTF_8)).value(name);
    }

    @Test
    void a_server_for_disposable_data_says_so() {
        try (RedisLink link = open(DevServices.redis().uri())) {
            RedisServerFacts facts = link.facts().get(0);
            assertThat(facts.evictionPolicy()).isEqualTo("allkeys-lru");
            assertThat(facts.keepsEverything()).isFalse();
            assertThat(facts.appendOnly()).isFalse();
            assertThat(facts.maxMemoryBytes()).isEqualTo(256 << 20);
        }
    }

    /** An empty list would tell one who asks whether all servers keep everything that they do. */
    @Test
    void facts_of_a_cluster_that_was_not_found_are_unavailable() throws Exception {
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody.close();
            try (RedisLink link = RedisLink.open("redis-cluster://127.0.0.1:" + nobody.getLocalPort(), SHORT)) {
                assertThatThrownBy(link::facts).isInstanceOf(RedisUnavailableException.class);
            }
        }
    }

    @Test
    void a_server_that_was_started_again_has_another_run_id_and_connection() {
        try (RedisServer server = RedisSpec.durable().start();
                RedisLink link = open(server.uri())) {
            RedisServerFacts first = link.facts().get(0);
            RedisHealth before = link.health().get(0);
            assertThat(link.get(KEY).generation()).isEqualTo(before.generation());
            server.kill();
            assertThatThrownBy(() -> Stream.generate(() -> link.get(KEY)).forEach(reply -> {}))
                    .isInstanceOf(RedisUnavailableException.class);
            assertThatThrownBy(link::facts).isInstanceOf(RedisUnavailableException.class);
            server.start();
            RedisServerFacts second = Awaiting.success(link::facts).get(0);
            assertThat(second.runId()).isNotEmpty().isNotEqualTo(first.runId());
            assertThat(second)
                    .usingRecursiveComparison()
                    .ignoringFields("runId")
                    .isEqualTo(first);
            assertThat(link.health().get(0).generation()).isGreaterThan(before.generation());
        }
    }

    @Test
    void a_server_that_misses_a_reply_is_suspected_until_it_answers_a_probe() {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisLink link = RedisLink.open(server.uri(), Duration.ofSeconds(2))) {
            RedisHealth healthy = link.health().get(0);
            assertThat(healthy.state()).isEqualTo(RedisHealth.State.CONNECTED);
            assertThat(healthy.reason()).isEmpty();
            server.pause();
            assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisTimeoutException.class);
            assertThat(link.isConnected()).isFalse();
            RedisHealth suspected = link.health().get(0);
            server.resume();
            assertThat(suspected)
                    .isEqualTo(new RedisHealth(
                            healthy.server(),
                            RedisHealth.State.SUSPECTED,
                            "no answer within 2000 ms",
                            healthy.generation()));
            Awaiting.until("connected", link::isConnected);
            assertThat(link.health().get(0).state()).isEqualTo(RedisHealth.State.CONNECTED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_done_is_counted(Deployment.Kind kind) {
        Deployment deployment = kind.shared();
        try (RedisLink link = open(deployment.uri())) {
            RedisStats before = link.stats();
            link.set(KEY, bytes("v"), TTL);
            link.get(KEY);
            RedisServer server = deployment.server();
            Plain.ask(server, RedisCommands::scriptFlush);
            link.run(APPEND, List.of(bytes(Deployment.KEY + ":counter")), List.of(bytes("1")));
            link.facts();
            RedisStats after = link.stats();
            assertThat(after.commands() - before.commands())
                    .as("SET, GET, EVALSHA, EVAL and one INFO a server")
                    .isEqualTo(4 + link.health().size());
            assertThat(after.scriptReloads()).isEqualTo(1);
            assertThat(after.connections()).isGreaterThanOrEqualTo(link.health().size());
            assertThat(List.of(after.timeouts(), after.refusals(), after.mergedGets(), after.redirects()))
                    .containsOnly(0L);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
