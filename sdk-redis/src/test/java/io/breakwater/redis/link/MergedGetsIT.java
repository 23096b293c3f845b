package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.redis.RedisException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.KillArgs;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** GETs of many threads, gathered while the link's event loops are busy. */
class MergedGetsIT {

    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final byte[] KEY = bytes("{m}allowed:0");
    private static final Duration TTL = Duration.ofMinutes(5);

    private final HeldLoops loops = new HeldLoops();
    private final ClientResources resources =
            ClientResources.builder().eventLoopGroupProvider(loops).build();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private Deployment deployment;
    private RedisLink link;

    @AfterEach
    void close() throws Exception {
        link.close();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
        loops.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private void open(Deployment.Kind kind) {
        deployment = kind.shared();
        open(deployment.uri());
    }

    /** As a user who may do no more than this, and what the link itself needs. */
    private AclUser open(Deployment.Kind kind, String... rules) {
        deployment = kind.shared();
        List<String> all = new ArrayList<>(List.of("+ping", "+role", "+cluster|nodes"));
        all.addAll(List.of(rules));
        AclUser user = AclUser.of(deployment, all);
        open(user.uri());
        opened.add(user);
        return user;
    }

    private void open(String uri) {
        OwnClient client = OwnClient.to(uri, ClientOptions.create(), resources);
        opened.add(client);
        link = client.link(PATIENT);
        Awaiting.until("connected", link::isConnected);
        if (link.isCluster()) {
            Awaiting.until("no look at the Cluster in between", this::isCalm);
        }
    }

    /** Looks of the beginning are some 100 ms apart; the next one comes 10 s later. */
    private boolean isCalm() {
        ServerStats servers = new ServerStats(deployment.everyone()).reset();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
        return servers.calls("cluster|nodes") == 0;
    }

    @ParameterizedTest
    @EnumSource
    void gets_that_wait_together_travel_as_one_and_each_has_its_own_value(Deployment.Kind kind) throws Exception {
        open(kind);
        List<String> keys = keys(40, "{m}many:");
        List<String> present = keys.subList(0, 30);
        present.forEach(key -> link.set(bytes(key), bytes("value of " + key), TTL));
        ServerStats servers = new ServerStats(deployment.everyone()).reset();
        Map<String, FutureTask<String>> gets = together(keys);
        for (String key : keys) {
            assertThat(gets.get(key).get()).as(key).isEqualTo(present.contains(key) ? "value of " + key : null);
        }
        assertThat(link.stats().mergedGets()).isEqualTo(40);
        assertThat(servers.calls("mget")).isEqualTo(1);
        assertThat(servers.calls("get")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void gets_of_several_slots_have_their_own_values_too(Deployment.Kind kind) throws Exception {
        open(kind);
        List<String> keys = IntStream.range(0, 12)
                .boxed()
                .flatMap(slot -> keys(5, "{m" + slot + "}several:").stream())
                .toList();
        keys.forEach(key -> link.set(bytes(key), bytes("value of " + key), TTL));
        ServerStats servers = new ServerStats(deployment.everyone()).reset();
        Map<String, FutureTask<String>> gets = together(keys);
        for (String key : keys) {
            assertThat(gets.get(key).get()).isEqualTo("value of " + key);
        }
        assertThat(link.stats().mergedGets()).isEqualTo(60);
        assertThat(servers.calls("mget")).isEqualTo(link.isCluster() ? 12 : 1);
        assertThat(servers.calls("get")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_value_of_another_type_counts_as_absent_alone_and_together(Deployment.Kind kind) throws Exception {
        open(kind);
        RedisServer server = deployment.server();
        Plain.ask(server, redis -> redis.del("{fault}list"));
        Plain.ask(server, redis -> redis.rpush("{fault}list", "element"));
        link.set(bytes("{fault}text"), bytes("text"), TTL);
        assertThat(link.get(bytes("{fault}list")).value()).isNull();
        Map<String, FutureTask<String>> gets = together(List.of("{fault}text", "{fault}list"));
        assertThat(gets.get("{fault}text").get()).isEqualTo("text");
        assertThat(gets.get("{fault}list").get()).isNull();
        assertThat(link.stats().mergedGets()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_is_forbidden_fails_its_own_caller_alone(Deployment.Kind kind) throws Exception {
        open(kind, "%R~{m}allowed:*", "+get", "+mget");
        List<String> keys = keys(10, "{m}allowed:");
        keys.add("{m}forbidden");
        Map<String, FutureTask<String>> gets = together(keys);
        assertThatThrownBy(() -> gets.remove("{m}forbidden").get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        RedisException.class, e -> assertThat(e.code()).contains("NOPERM"));
        for (FutureTask<String> get : gets.values()) {
            assertThat(get.get()).isNull();
        }
        assertThat(link.stats().mergedGets()).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource
    void a_user_without_mget_is_served_and_mget_is_tried_once_by_each_connection(Deployment.Kind kind)
            throws Exception {
        AclUser user = open(kind, "%R~{m}allowed:*", "+get");
        ServerStats servers = new ServerStats(deployment.everyone()).reset();
        assertServedWithoutMget();
        assertServedWithoutMget();
        assertThat(servers.rejected("mget")).isEqualTo(1);
        assertThat(servers.calls("get")).isEqualTo(20);
        long generation = link.get(KEY).generation();
        for (RedisServer server : deployment.everyone()) {
            Plain.ask(server, redis -> redis.clientKill(KillArgs.Builder.user(user.name())));
        }
        Awaiting.until(
                "another connection",
                () -> Awaiting.success(() -> link.get(KEY)).generation() > generation);
        assertServedWithoutMget();
        assertThat(servers.rejected("mget")).isEqualTo(2);
    }

    private void assertServedWithoutMget() throws Exception {
        for (FutureTask<String> get : together(keys(10, "{m}allowed:")).values()) {
            assertThat(get.get()).isNull();
        }
    }

    /** One thread for each key; nothing is sent before all of them wait. */
    private Map<String, FutureTask<String>> together(List<String> keys) throws InterruptedException {
        Map<String, FutureTask<String>> gets = new LinkedHashMap<>();
        try (HeldLoops.Hold hold = loops.hold()) {
            for (String key : keys) {
                FutureTask<String> get =
                        new FutureTask<>(() -> text(link.get(bytes(key)).value()));
                gets.put(key, get);
                Thread caller = new Thread(get, key);
                caller.start();
                Awaiting.until(key + " waits", () -> caller.getState() == Thread.State.TIMED_WAITING);
            }
        }
        return gets;
    }

    private static List<String> keys(int count, String prefix) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> prefix + i).toList());
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
