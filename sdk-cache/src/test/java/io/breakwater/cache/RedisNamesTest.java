package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RedisNamesTest {

    private final RedisNames names = new RedisNames("posts");

    @Test
    void names_can_be_read_by_people() {
        assertThat(text(names.record(0, KeyBytes.of(42L)))).isEqualTo("cache:posts:{u0}e:l42");
        assertThat(text(names.refresh(1, KeyBytes.of("é")))).isEqualTo("cache:posts:{qp}r:sé");
        assertThat(text(names.control(15))).isEqualTo("cache:posts:{ha}c");
        assertThat(text(names.log(15))).isEqualTo("cache:posts:{ha}m");
        assertThat(text(RedisNames.channel(15))).isEqualTo("cache:{ha}");
    }

    @Test
    @DisplayName(
            "cache A19: names that differ in cache, in what they are, or in type or any character of the key, differ")
    void names_differ() {
        List<Object> keys = List.of(
                1,
                1L,
                "1",
                "l1",
                "i1",
                "",
                " ",
                "s:1",
                "1\0",
                "\u0001",
                "a:b",
                "A:b",
                "a\nb",
                "é",
                "e\u0301",
                "?",
                ":e:s",
                "{u0}e:l1");
        List<String> all = new ArrayList<>();
        for (String cache : List.of("user", "users", "user.s", "l1", "e", "c")) {
            RedisNames of = new RedisNames(cache);
            for (Object key : keys) {
                SharedKey shared = SharedKey.of(key, of);
                all.add(text(shared.record()));
                all.add(text(of.refresh(shared.lane(), shared.bytes())));
            }
            for (int lane = 0; lane < Lane.COUNT; lane++) {
                all.add(text(of.control(lane)));
                all.add(text(of.log(lane)));
            }
        }
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            all.add(text(RedisNames.channel(lane)));
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    private static String text(byte[] name) {
        return new String(name, UTF_8);
    }
}
