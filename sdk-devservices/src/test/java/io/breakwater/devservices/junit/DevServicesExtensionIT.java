package io.breakwater.devservices.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresSpec;
import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(DevServicesExtension.class)
@TestMethodOrder(OrderAnnotation.class)
class DevServicesExtensionIT {

    private static final Set<Integer> OWN_PORTS = new HashSet<>();
    private static final List<RedisServer> OWN_NODES = new ArrayList<>();
    private static @Nullable RedisServer ofTheClass;
    private static @Nullable RedisServer ofTheFirstTest;

    private final RedisServer ofTheInstance;
    private @Nullable RedisServer prepared;

    DevServicesExtensionIT(@Own RedisServer ofTheInstance) {
        this.ofTheInstance = ofTheInstance;
    }

    @BeforeAll
    static void prepareClass(@Own RedisServer redis, RedisServer shared) {
        ofTheClass = redis;
        assertThat(shared).isSameAs(DevServices.redis());
    }

    @BeforeEach
    void prepare(@Own RedisServer redis) {
        prepared = redis;
    }

    @Test
    void without_annotations_servers_are_shared(RedisServer redis, Postgres postgres) {
        assertThat(redis).isSameAs(DevServices.redis());
        assertThat(postgres).isSameAs(DevServices.postgres());
    }

    @Test
    void durable_ones_keep_their_data(@Durable RedisServer redis, @Own @Durable Postgres postgres) throws Exception {
        assertThat(redis).isSameAs(DevServices.redis(RedisSpec.durable()));
        assertThat(postgres.replicas()).hasSize(2);
        String url = postgres.primary().jdbcUrl("postgres");
        try (var connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery("SHOW fsync")) {
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("on");
        }
        assertThat(postgres).isNotSameAs(DevServices.postgres(PostgresSpec.primaryWithReplicas(2)));
    }

    @Test
    void sentinel_and_cluster_are_shared_and_durable_anyway(
            RedisSentinel sentinel,
            @Durable RedisSentinel sameSentinel,
            RedisCluster cluster,
            @Durable RedisCluster sameCluster) {
        assertThat(sentinel).isSameAs(DevServices.redisSentinel()).isSameAs(sameSentinel);
        assertThat(cluster).isSameAs(DevServices.redisCluster()).isSameAs(sameCluster);
    }

    @Test
    void sentinel_and_cluster_of_its_own_may_be_broken(
            @Own RedisSentinel sentinel, @Own @Durable RedisSentinel sameSentinel, @Own RedisCluster cluster) {
        assertThat(sentinel).isSameAs(sameSentinel).isNotSameAs(DevServices.redisSentinel());
        assertThat(cluster).isNotSameAs(DevServices.redisCluster());
        OWN_NODES.addAll(sentinel.nodes());
        OWN_NODES.addAll(sentinel.sentinels());
        OWN_NODES.addAll(cluster.nodes());
        RedisServer master = sentinel.master();
        master.kill();
        assertThatThrownBy(() -> assertAnswers(master)).isInstanceOf(ConnectException.class);
    }

    @Test
    @Order(1)
    void a_server_of_its_own_is_one_for_the_whole_test(@Own RedisServer redis) throws IOException {
        assertThat(redis).isSameAs(prepared).isSameAs(ofTheInstance).isNotSameAs(ofTheClass);
        assertThat(redis).isNotSameAs(DevServices.redis());
        assertAnswers(redis);
        ofTheFirstTest = redis;
    }

    @Test
    @Order(2)
    void it_is_closed_after_the_test(@Own RedisServer redis) throws IOException {
        RedisServer earlier = ofTheFirstTest;
        assertThat(earlier).isNotNull().isNotSameAs(redis);
        assertThatThrownBy(() -> assertAnswers(earlier)).isInstanceOf(ConnectException.class);
        assertAnswers(redis);
    }

    @Test
    void names_and_kinds_tell_them_apart(
            @Own RedisServer redis,
            @Own("left") RedisServer left,
            @Own("right") RedisServer right,
            @Own("right") RedisServer rightAgain,
            @Own @Durable RedisServer durable) {
        assertThat(Set.of(redis.port(), left.port(), right.port(), durable.port()))
                .hasSize(4);
        assertThat(rightAgain).isSameAs(right);
    }

    @Test
    void it_may_be_broken(@Own RedisServer redis) {
        redis.kill();
        assertThatThrownBy(() -> assertAnswers(redis)).isInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void each_turn_of_a_parameterized_test_has_its_own(String argument, @Own RedisServer redis) {
        assertThat(OWN_PORTS.add(redis.port())).as(argument).isTrue();
        assertThat(redis).isSameAs(prepared);
    }

    @Nested
    class InAnInnerClass {

        @Test
        void the_extension_works_too(@Own RedisServer redis) {
            assertThat(redis).isSameAs(prepared);
        }
    }

    @AfterAll
    static void theServersOfATestEndWithIt() {
        assertThat(OWN_NODES)
                .hasSize(12)
                .allSatisfy(
                        node -> assertThatThrownBy(() -> assertAnswers(node)).isInstanceOf(ConnectException.class));
    }

    @AfterAll
    static void theClassKeepsItsOwn(@Own RedisServer redis) throws IOException {
        assertThat(redis).isSameAs(ofTheClass);
        assertAnswers(redis);
    }

    private static void assertAnswers(RedisServer redis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    /** One instance for all its tests: what the constructor got stays until the last. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class WithOneInstance {

        private final RedisServer redis;

        WithOneInstance(@Own("instance") RedisServer redis) {
            this.redis = redis;
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b"})
        void its_server_lives_on(String argument, @Own("instance") RedisServer ofTheTest) throws IOException {
            assertAnswers(redis);
            assertThat(ofTheTest).as(argument).isNotSameAs(redis);
        }
    }
}
