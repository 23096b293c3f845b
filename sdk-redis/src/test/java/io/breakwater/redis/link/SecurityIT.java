package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Direction;
import io.breakwater.devservices.Pause;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SslOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may connect, by what, and what becomes of a client that the user brings along. */
class SecurityIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final byte[] KEY = bytes(Deployment.KEY);
    private static final RedisSpec TLS = Deployment.SPEC.tls();
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration TTL = Duration.ofMinutes(5);

    @ParameterizedTest
    @EnumSource
    void a_server_whose_certificate_is_trusted_is_used_by_tls(Deployment.Kind kind) {
        Deployment deployment = kind.shared(TLS);
        ClientOptions trusting =
                ClientOptions.builder().sslOptions(trusting(deployment)).build();
        assertThat(deployment.uri()).startsWith("rediss");
        try (OwnClient client = client(deployment.uri(), trusting);
                RedisLink link = client.link(PATIENT)) {
            Awaiting.until("connected", link::isConnected);
            link.set(KEY, bytes("by TLS"), TTL);
            assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("by TLS");
        }
    }

    private static SslOptions trusting(Deployment deployment) {
        return SslOptions.builder()
                .trustManager(deployment.server().certificate().toFile())
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void a_server_whose_certificate_is_not_trusted_is_not_used(Deployment.Kind kind) {
        try (RedisLink link = RedisLink.open(kind.shared(TLS).uri(), Duration.ofMillis(100))) {
            Awaiting.until("the reason", () -> refusal(link).contains("certification path"));
            assertThat(link.isConnected()).isFalse();
            assertThat(link.stats().connections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_user_in_the_address_is_who_commands_are_sent_as(Deployment.Kind kind) {
        try (AclUser user = AclUser.of(kind.shared(), "~{fault}*", "+ping", "+role", "+cluster|nodes", "+get", "+set");
                RedisLink link = RedisLink.open(user.uri(), PATIENT)) {
            link.set(KEY, bytes("mine"), TTL);
            assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("mine");
            assertForbidden(() -> link.get(bytes("{other}key")));
            assertForbidden(() -> link.delete(KEY));
            assertThat(link.isConnected()).isTrue();
        }
    }

    private static void assertForbidden(Runnable command) {
        assertThatThrownBy(command::run)
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.code()).contains("NOPERM"));
    }

    @ParameterizedTest
    @EnumSource
    void a_wrong_password_is_the_reason_and_is_not_shown(Deployment.Kind kind) {
        try (AclUser user = AclUser.of(kind.shared(), "~*", "+@all");
                RedisLink link = RedisLink.open(user.uri("not-the-secret"), Duration.ofMillis(100))) {
            Awaiting.until("the reason", () -> refusal(link).contains("WRONGPASS"));
            String told = refusal(link) + link + reasons(link);
            assertThat(told).doesNotContain("not-the-secret").doesNotContain(AclUser.PASSWORD);
        }
    }

    private static String reasons(RedisLink link) {
        return link.health().stream().map(RedisHealth::toString).collect(Collectors.joining());
    }

    private static String refusal(RedisLink link) {
        try {
            return "served: " + link.get(KEY);
        } catch (RedisUnavailableException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_users_client_is_as_it_was_when_the_link_is_closed(Deployment.Kind kind) {
        ClientOptions options = ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
                .requestQueueSize(7)
                .build();
        try (OwnClient client = client(kind.shared().uri(), options)) {
            ClientOptions before = client.client().getOptions();
            try (RedisLink link = client.link(PATIENT)) {
                Awaiting.until("connected", link::isConnected);
                assertThat(client.ping()).isEqualTo("PONG");
            }
            assertThat(client.client().getOptions()).isSameAs(before);
            assertThat(before.isAutoReconnect()).isTrue();
            assertThat(before.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.ACCEPT_COMMANDS);
            assertThat(before.getRequestQueueSize()).isEqualTo(7);
            assertThat(client.resources().eventExecutorGroup().isShuttingDown()).isFalse();
            assertThat(client.ping()).isEqualTo("PONG");
            try (RedisLink second = client.link(PATIENT)) {
                Awaiting.until("connected", second::isConnected);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_would_replay_does_not_for_the_link(Deployment.Kind kind) throws Exception {
        Deployment deployment = kind.shared(TLS);
        ClientOptions replaying = ClientOptions.builder()
                .sslOptions(trusting(deployment))
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
                .build();
        try (OwnClient client = client(deployment.uri(), replaying);
                RedisLink link = client.link(PATIENT)) {
            Awaiting.until("connected", link::isConnected);
            link.delete(KEY);
            assertThat(append(link)).isEqualTo(1);
            Pause held = deployment.proxy().hold(Direction.REQUESTS);
            FutureTask<Long> underWay = new FutureTask<>(() -> append(link));
            Thread caller = new Thread(underWay);
            caller.start();
            Awaiting.until("under way", () -> caller.getState() == Thread.State.TIMED_WAITING);
            held.awaitReached(PATIENT);
            deployment.proxy().reset();
            deployment.proxy().heal();
            assertThatThrownBy(underWay::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            RedisUnavailableException.class,
                            e -> assertThat(e.maybeExecuted()).isTrue());
            assertThat(Awaiting.success(() -> append(link))).isEqualTo(2);
            assertThat(append(link)).isEqualTo(3);
        }
    }

    private static Long append(RedisLink link) {
        return (Long)
                link.run(APPEND, List.of(KEY), List.of(bytes("1"))).value().get(0);
    }

    private static OwnClient client(String uri, ClientOptions options) {
        return OwnClient.to(uri, options, ClientResources.create());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
