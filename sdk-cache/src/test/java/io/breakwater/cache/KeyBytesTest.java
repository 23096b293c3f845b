package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyBytesTest {

    private final KeyBytes keys = new KeyBytes("posts");

    @Test
    void a_key_can_be_read_by_people() {
        assertThat(text(keys.of(42L))).isEqualTo("cache:v1:posts:l42");
        assertThat(text(keys.of(-1))).isEqualTo("cache:v1:posts:i-1");
        assertThat(text(keys.of("é:{x}\n"))).isEqualTo("cache:v1:posts:sé:{x}\n");
        assertThat(text(keys.of(new UUID(1, 2)))).isEqualTo("cache:v1:posts:u00000000-0000-0001-0000-000000000002");
    }

    @Test
    @DisplayName("cache A19: keys that differ in type, in cache or in any character are different keys")
    void different_keys_are_different() {
        List<String> all = Stream.of("user", "users", "user.s", "l1")
                .map(KeyBytes::new)
                .flatMap(of -> Stream.of(
                                1, 1L, "1", "l1", "i1", "", " ", "s:1", "1\0", "\u0001", "a:b", "A:b", "a\nb", "é",
                                "e\u0301", "?")
                        .map(key -> text(of.of(key))))
                .toList();
        assertThat(all).doesNotHaveDuplicates().hasSize(4 * 16);
    }

    @Test
    @DisplayName("cache A19: a key beyond the limit is refused, not cut")
    void a_long_key_is_refused() {
        assertThat(keys.of("é".repeat(512))).hasSize("cache:v1:posts:s".length() + 1_024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.of("é".repeat(512) + "x"))
                .withMessage("Invalid key (1025 bytes): must be at most 1024 bytes of UTF-8");
    }

    @Test
    @DisplayName("cache A19: a string without bytes of its own is refused, not replaced")
    void half_a_character_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.of("a\uD800"))
                .withMessage("Invalid key (a\uD800): must be well-formed Unicode");
    }

    @Test
    void another_type_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.of(1.5))
                .withMessage(
                        "Invalid key type (java.lang.Double): must be String, Long, Integer or UUID where values are"
                                + " shared");
    }

    private static String text(byte[] key) {
        return new String(key, UTF_8);
    }
}
