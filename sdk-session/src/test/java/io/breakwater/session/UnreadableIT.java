package io.breakwater.session;

import static io.breakwater.session.SharedRedis.PLAIN;
import static io.breakwater.session.SharedRedis.REDIS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values under a session's key that are no session of this format: no session, and no error. */
class UnreadableIT {

    private final String name = SharedRedis.newName();
    private final Sessions sessions = Sessions.builder(name).shared(REDIS).build();
    private final String id = sessions.create("user-42").id();
    private final String key = SharedRedis.key(name, id);

    @ParameterizedTest
    @MethodSource("otherTypes")
    void a_value_of_another_type(Runnable store) {
        PLAIN.del("unreadable");
        store.run();
        PLAIN.rename("unreadable", key);
        assertIsNoSession();
    }

    static Stream<Runnable> otherTypes() {
        return Stream.of(
                () -> PLAIN.set("unreadable", "garbage"),
                () -> PLAIN.rpush("unreadable", "garbage"),
                () -> PLAIN.sadd("unreadable", "garbage"),
                () -> PLAIN.zadd("unreadable", 1, "garbage"),
                () -> PLAIN.xadd("unreadable", Map.of("v", "1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "s", "c", "t", "x"})
    void a_hash_without_one_field(String field) {
        PLAIN.hdel(key, field);
        assertIsNoSession();
    }

    @Test
    void a_hash_of_somebody_else() {
        PLAIN.del(key);
        PLAIN.hset(key, "lastAccessedTime", "1");
        assertIsNoSession();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "2", "11", "1\0", "garbage"})
    void a_hash_of_another_version(String version) {
        PLAIN.hset(key, "v", version);
        assertIsNoSession();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "nan", "inf", "1e3", "0x10", "-1", "1.5", " 1", "1\n", "1000000000000000"})
    void a_hash_whose_time_is_no_time(String time) {
        for (String field : new String[] {"c", "t", "x"}) {
            String good = PLAIN.hget(key, field);
            PLAIN.hset(key, field, time);
            assertIsNoSession();
            PLAIN.hset(key, field, good);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "'\\255'", "'a\\195'", "string.rep('x', 201)"})
    void a_hash_whose_subject_is_no_subject(String inLua) {
        String script = "return redis.call('HSET', KEYS[1], 's', " + inLua + ")";
        PLAIN.eval(script, ScriptOutputType.INTEGER, key);
        assertIsNoSession();
    }

    @Test
    void is_removed_by_a_revoke() {
        PLAIN.set(key, "garbage");
        assertThat(sessions.revoke(id)).isTrue();
        assertThat(PLAIN.exists(key)).isZero();
        assertThat(sessions.revoke(id)).isFalse();
    }

    private void assertIsNoSession() {
        Session other = sessions.create("user-43");
        byte[] before = dump();
        assertThat(sessions.find(id)).isEmpty();
        assertThat(dump()).as("the value is left as it was").isEqualTo(before);
        assertThat(sessions.find(other.id())).isPresent();
    }

    private byte[] dump() {
        return PLAIN.dump(key);
    }
}
