package io.breakwater.session;

import static io.breakwater.session.SharedRedis.PLAIN;
import static io.breakwater.session.SharedRedis.REDIS;
import static io.breakwater.session.SharedRedis.callsDuring;
import static io.breakwater.session.SharedRedis.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.breakwater.redis.Redis;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionsIT {

    private static final Redis OTHER_REDIS = SharedRedis.connect(SharedRedis.SERVER.uri());

    private final String name = SharedRedis.newName();
    private final Sessions sessions = Sessions.builder(name).shared(REDIS).build();
    private final Sessions elsewhere =
            Sessions.builder(name).shared(OTHER_REDIS).build();

    @AfterAll
    static void close() {
        OTHER_REDIS.close();
    }

    @Test
    void a_session_created_here_is_found_and_revoked_elsewhere() {
        Session session = sessions.create("user-42");
        assertThat(session.subject()).isEqualTo("user-42");

        Session found = elsewhere.find(session.id()).orElseThrow();
        assertThat(found).usingRecursiveComparison().isEqualTo(session);

        assertThat(elsewhere.revoke(session.id())).isTrue();
        assertThat(sessions.find(session.id())).isEmpty();
        assertThat(sessions.revoke(session.id())).isFalse();
    }

    @Test
    void a_subject_has_many_sessions_and_loses_only_the_revoked_one() {
        Session phone = sessions.create("user-42");
        Session laptop = sessions.create("user-42");
        assertThat(phone.id()).isNotEqualTo(laptop.id());
        sessions.revoke(phone.id());
        assertThat(sessions.find(phone.id())).isEmpty();
        assertThat(sessions.find(laptop.id())).isPresent();
    }

    @Test
    void sessions_of_another_name_are_others() {
        Sessions others = Sessions.builder(name + ".other").shared(REDIS).build();
        Session session = sessions.create("user-42");
        assertThat(others.find(session.id())).isEmpty();
        assertThat(others.revoke(session.id())).isFalse();
        assertThat(sessions.find(session.id())).isPresent();
    }

    @Test
    void an_unknown_id_finds_nothing_and_leaves_nothing() {
        String unknown = SessionId.random().text();
        assertThat(sessions.find(unknown)).isEmpty();
        assertThat(sessions.revoke(unknown)).isFalse();
        assertThat(PLAIN.exists(key(name, unknown))).isZero();
    }

    @Test
    void a_refused_subject_creates_nothing() {
        assertThat(callsDuring(() -> assertThatIllegalArgumentException().isThrownBy(() -> sessions.create(""))))
                .isEmpty();
    }

    @Test
    void each_operation_is_one_command() {
        String id = sessions.create("user-42").id();
        sessions.find(id);

        assertThat(callsDuring(() -> sessions.create("user-42")))
                .isEqualTo(Map.of("evalsha", 1, "time", 1, "hset", 1, "pexpire", 1));
        assertThat(callsDuring(() -> sessions.find(id))).isEqualTo(Map.of("evalsha", 1, "hmget", 1, "time", 1));
        assertThat(callsDuring(() -> sessions.revoke(id))).isEqualTo(Map.of("del", 1));
        assertThat(callsDuring(() -> sessions.find(id))).isEqualTo(Map.of("evalsha", 1, "hmget", 1, "exists", 1));
    }

    @Test
    @DisplayName("session 1: 100 read-only requests are 100 reads and at most 10 writes")
    void requests_mostly_read() {
        MovableClock clock = new MovableClock();
        Sessions timed = Sessions.builder(name).shared(REDIS).clock(clock).build();
        String id = timed.create("user-42").id();
        timed.find(id);

        Map<String, Integer> calls = callsDuring(() -> {
            for (int i = 0; i < 100; i++) {
                clock.move(Duration.ofSeconds(9));
                assertThat(timed.find(id)).isPresent();
            }
        });

        // 5 uses noted in 15 minutes, each by two commands.
        assertThat(calls).isEqualTo(Map.of("evalsha", 100, "hmget", 100, "pexpire", 5, "hset", 5));
    }

    @ParameterizedTest(name = "{displayName} [{index}]")
    @MethodSource("io.breakwater.session.MalformedIds#all")
    @DisplayName("session 13: what cannot be an id is rejected before Redis")
    void malformed_ids_never_reach_redis(String id) {
        assertThat(callsDuring(() -> {
                    assertThat(sessions.find(id)).isEmpty();
                    assertThat(sessions.revoke(id)).isFalse();
                }))
                .isEmpty();
    }
}
