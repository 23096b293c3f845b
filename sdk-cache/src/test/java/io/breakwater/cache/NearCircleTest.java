package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Loaders that ask their own cache, in one JVM. */
class NearCircleTest {

    @Test
    @DisplayName("cache A20: a loader that needs its own key fails at once, also by way of another key")
    void recursion_fails() {
        try (ReadThrough<Integer, String> circle = circle()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> circle.get(1))
                    .withMessage("Cache circle, key 1: the loader needs the value that it is loading");
            assertThatIllegalStateException()
                    .isThrownBy(() -> circle.get(3))
                    .withMessage("Cache circle, key 3: the loader needs the value that it is loading");
            assertThat(circle.get(5)).isEqualTo("5<6");
        }
    }

    /** 1 needs 1; 3 needs 4, which needs 3; 5 needs 6, which needs none. */
    private static ReadThrough<Integer, String> circle() {
        List<ReadThrough<Integer, String>> self = new ArrayList<>();
        self.add(Cache.<Integer, String>builder("circle")
                .near(10)
                .expiry(Duration.ofMinutes(5), 0)
                .readThrough(key -> switch (key) {
                    case 1 -> self.get(0).get(1);
                    case 3 -> self.get(0).get(4);
                    case 4 -> self.get(0).get(3);
                    case 5 -> "5<" + self.get(0).get(6);
                    default -> key.toString();
                }));
        return self.get(0);
    }
}
