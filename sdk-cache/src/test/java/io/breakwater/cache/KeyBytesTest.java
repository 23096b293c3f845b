package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyBytesTest {

    @Test
    void a_key_can_be_read_by_people() {
        assertThat(text(42L)).isEqualTo("l42");
        assertThat(text(-1)).isEqualTo("i-1");
        assertThat(text("é:{x}\n")).isEqualTo("sé:{x}\n");
        assertThat(text(new UUID(1, 2))).isEqualTo("u00000000-0000-0001-0000-000000000002");
    }

    @Test
    @DisplayName("cache A19: a key beyond the limit is refused, not cut")
    void a_long_key_is_refused() {
        assertThat(KeyBytes.of("é".repeat(512))).hasSize(1 + KeyBytes.LONGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyBytes.of("é".repeat(512) + "x"))
                .withMessage("Invalid key (1025 bytes): must be at most 1024 bytes of UTF-8");
    }

    @Test
    @DisplayName("cache A19: a string without bytes of its own is refused, not replaced")
    void half_a_character_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyBytes.of("a\uD800"))
                .withMessage("Invalid key (a\uD800): must be well-formed Unicode");
    }

    @Test
    void another_type_is_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyBytes.of(1.5))
                .withMessage(
                        "Invalid key type (java.lang.Double): must be String, Long, Integer or UUID where values are"
                                + " shared");
        assertThatIllegalArgumentException().isThrownBy(() -> KeyBytes.read(new byte[] {'x', '1'}));
    }

    private static String text(Object key) {
        return new String(KeyBytes.of(key), UTF_8);
    }
}
