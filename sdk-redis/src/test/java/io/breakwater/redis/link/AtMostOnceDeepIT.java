package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class AtMostOnceDeepIT {

    private static final Duration LONG = Duration.ofSeconds(90);

    @Test
    void a_long_history_of_faults() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("at most once: seed " + seed);
        AtMostOnce history = new AtMostOnce(seed);
        long end = System.nanoTime() + LONG.toNanos();
        assertThat(history.violationsOfALink(() -> System.nanoTime() - end > 0))
                .as("seed " + seed)
                .isEmpty();
        System.out.println("at most once: " + history.faults() + " faults");
    }
}
