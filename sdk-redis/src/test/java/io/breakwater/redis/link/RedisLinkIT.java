package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class RedisLinkIT {

    private static final Script APPEND = Script.read("append.lua", RedisLinkIT.class.getResourceAsStream("append.lua"));
    private static final RedisLink LINK =
            RedisLink.of(Redis.connect(DevServices.redis().uri()));
    private static final RedisClient PLAIN =
            RedisClient.create(DevServices.redis().uri());

    @AfterAll
    static void close() {
        LINK.close();
        LINK.close();
        PLAIN.shutdown();
    }

    @Test
    void values_come_back_until_they_expire_or_are_deleted() {
        assertThat(LINK.get(bytes("link:absent")).value()).isNull();
        LINK.set(bytes("link:a"), bytes("1"), Duration.ofMinutes(1));
        assertThat(LINK.get(bytes("link:a")).value()).asString(UTF_8).isEqualTo("1");
        assertThat(plain().pttl("link:a")).isBetween(1L, 60_000L);
        assertThat(LINK.delete(bytes("link:a")).value()).isTrue();
        assertThat(LINK.delete(bytes("link:a")).value()).isFalse();
        assertThat(LINK.get(bytes("link:a")).value()).isNull();
    }

    @Test
    void set_if_absent_leaves_what_is_there() {
        assertThat(LINK.setIfAbsent(bytes("link:nx"), bytes("first"), Duration.ofMinutes(1))
                        .value())
                .isTrue();
        assertThat(LINK.setIfAbsent(bytes("link:nx"), bytes("second"), Duration.ofMinutes(1))
                        .value())
                .isFalse();
        assertThat(LINK.get(bytes("link:nx")).value()).asString(UTF_8).isEqualTo("first");
    }

    @Test
    void a_script_runs_once_also_after_the_server_forgot_it() {
        assertThat(append("link:s")).isEqualTo(1L);
        plain().scriptFlush();
        assertThat(append("link:s")).isEqualTo(2L);
        assertThat(append("link:s")).isEqualTo(3L);
    }

    @Test
    void a_script_has_at_least_one_key_and_on_one_server_of_whatever_slots() {
        assertThatThrownBy(() -> LINK.run(APPEND, List.of(), List.of(bytes("1"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid keys (none): must be at least one");
        List<byte[]> keys = List.of(bytes("{a}link"), bytes("{b}link"));
        assertThat(LINK.isCluster()).isFalse();
        assertThat(LINK.run(APPEND, keys, List.of(bytes("1"))).value().get(0)).isEqualTo(1L);
    }

    @Test
    void an_error_reply_is_told_with_the_server() {
        LINK.set(bytes("link:text"), bytes("x"), Duration.ofMinutes(1));
        assertThatThrownBy(() -> append("link:text"))
                .isExactlyInstanceOf(RedisException.class)
                .hasMessageStartingWith("Redis 127.0.0.1:" + DevServices.redis().port() + " answered: ")
                .hasMessageContaining("not an integer");
    }

    @Test
    void a_script_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> Script.read("none.lua", RedisLinkIT.class.getResourceAsStream("none.lua")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid script (none.lua): must be a resource");
    }

    private static Object append(String key) {
        return LINK.run(APPEND, List.of(bytes(key)), List.of(bytes("1")))
                .value()
                .get(0);
    }

    private static RedisCommands<String, String> plain() {
        return PLAIN.connect().sync();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
