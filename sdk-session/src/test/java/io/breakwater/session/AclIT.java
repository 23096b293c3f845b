package io.breakwater.session;

import static io.breakwater.session.SharedRedis.PLAIN;
import static io.breakwater.session.SharedRedis.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the README's section "Access control". */
class AclIT {

    private static final String USER = "sessions";
    private static final String PASSWORD = "open-sesame";
    private static final String TO_CONNECT = "+ping";

    static final List<String> RULES =
            List.of("~session:v1:*", "+evalsha", "+eval", "+hmget", "+hset", "+pexpire", "+exists", "+time", "+del");

    private final MovableClock clock = new MovableClock();

    @AfterEach
    void deleteUser() {
        PLAIN.aclDeluser(USER);
    }

    @Test
    void these_rules_are_enough() {
        allow(RULES);
        try (Redis redis = connect()) {
            PLAIN.scriptFlush();
            useSessions(redis);
        }
    }

    @Test
    void under_sentinel_role_is_enough_beside_them() {
        try (Redis redis =
                SharedRedis.connect(DevServices.redisSentinel(withUser("+role")).uri(USER))) {
            useSessions(redis);
        }
    }

    @Test
    void in_a_cluster_its_map_is_enough_beside_them() {
        try (Redis redis = SharedRedis.connect(
                DevServices.redisCluster(withUser("+cluster|nodes", "+asking")).uri(USER))) {
            useSessions(redis);
        }
    }

    private static RedisSpec withUser(String... more) {
        List<String> rules = new ArrayList<>(RULES);
        rules.add(TO_CONNECT);
        rules.addAll(List.of(more));
        return RedisSpec.durable().user(USER, PASSWORD, rules.toArray(String[]::new));
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void none_of_them_can_be_left_out(String rule) {
        Set<String> others = new TreeSet<>(RULES);
        others.remove(rule);
        allow(others);
        try (Redis redis = connect()) {
            PLAIN.scriptFlush();
            assertThatThrownBy(() -> useSessions(redis))
                    .isInstanceOf(SessionStoreUnavailableException.class)
                    .hasMessageMatching("(?s).*(NOPERM|can't run this command|ACL failure in script).*");
        }
    }

    /** Each operation, in each way that it can go. */
    private void useSessions(Redis redis) {
        String name = SharedRedis.newName();
        Sessions sessions = Sessions.builder(name).shared(redis).build();
        String id = sessions.create("user-42").id();
        assertThat(sessions.find(id)).isPresent();
        assertThat(sessions.find(SessionId.random().text())).isEmpty();

        Sessions timed = Sessions.builder(name).shared(redis).clock(clock).build();
        String ends = timed.create("user-42").id();
        clock.move(Duration.ofMinutes(20));
        assertThat(timed.find(ends)).as("its use is noted").isPresent();
        clock.move(Duration.ofMinutes(40));
        assertThat(timed.find(ends)).as("it has ended").isEmpty();

        assertThat(sessions.revoke(id)).isTrue();
    }

    private static Redis connect() {
        return SharedRedis.connect(SERVER.uri().replace("://", "://" + USER + ":" + PASSWORD + "@"));
    }

    private static void allow(Collection<String> rules) {
        CommandArgs<String, String> user = new CommandArgs<>(StringCodec.UTF8)
                .add("SETUSER")
                .add(USER)
                .add("reset")
                .add("on")
                .add(">" + PASSWORD)
                .add(TO_CONNECT);
        rules.forEach(user::add);
        PLAIN.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), user);
    }
}
