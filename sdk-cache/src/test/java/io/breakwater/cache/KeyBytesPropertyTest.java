package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyBytesPropertyTest {

    private static final int KEYS = 100_000;

    @Test
    @DisplayName("cache A19: each key has bytes of its own, and they tell type and key")
    void bytes_become_the_key_again() {
        Random random = new Random(42);
        Map<ByteBuffer, Object> keyOf = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            Object key = key(random);
            byte[] bytes = KeyBytes.of(key);
            assertThat(KeyBytes.read(bytes)).isEqualTo(key);
            Object other = keyOf.put(ByteBuffer.wrap(bytes), key);
            assertThat(other == null || other.equals(key))
                    .as("%s and %s differ", key, other)
                    .isTrue();
        }
        assertThat(keyOf).hasSizeGreaterThan(KEYS / 4);
    }

    /** Small numbers and short strings of few characters are likely: there is where two keys could meet. */
    private static Object key(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(-100, 100);
            case 1 -> random.nextInt();
            case 2 -> (long) random.nextInt(-100, 100);
            case 3 -> random.nextLong();
            case 4 -> new UUID(random.nextLong(), random.nextLong());
            case 5 -> String.valueOf(random.nextInt(-100, 100));
            case 6 -> string(random, "ils1:{}-\0\n", 4);
            default -> string(random, "aé€😀e\u0301\uFFFD", 8);
        };
    }

    private static String string(Random random, String alphabet, int most) {
        int[] letters = alphabet.codePoints().toArray();
        return random.ints(random.nextInt(most + 1), 0, letters.length)
                .map(at -> letters[at])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
