package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JitterPropertyTest {

    private static final int SEEDS = 2_000;
    private static final int DRAWS = 50;

    @Test
    void each_draw_is_a_lifetime_between_the_shortest_and_the_longest() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random choice = new Random(seed);
            long ttl = 1 + choice.nextLong(1L << choice.nextInt(1, 35));
            double fraction = choice.nextInt(5) == 0 ? 0.5 : choice.nextDouble() / 2;
            Jitter jitter = new Jitter(Duration.ofMillis(ttl), fraction, () -> choice);
            for (int draw = 0; draw < DRAWS; draw++) {
                assertThat((double) jitter.next().toMillis())
                        .as("seed %d: ttl %d ms, jitter %s", seed, ttl, fraction)
                        .isGreaterThanOrEqualTo(Math.max(1, ttl * (1 - fraction)))
                        .isLessThanOrEqualTo((double) ttl);
            }
        }
    }

    @Test
    void draws_cover_the_range_evenly() {
        Random random = new Random(1);
        Jitter jitter = new Jitter(Duration.ofSeconds(1), 0.1, () -> random);
        int[] seen = new int[1_001];
        for (int draw = 0; draw < 101_000; draw++) {
            seen[(int) jitter.next().toMillis()]++;
        }
        for (int millis = 900; millis <= 1_000; millis++) {
            assertThat(seen[millis]).as("draws of %d ms", millis).isBetween(800, 1_200);
        }
    }

    @Test
    void without_jitter_each_value_lives_as_long() {
        Jitter jitter = new Jitter(Duration.ofSeconds(1), 0, Random::new);
        assertThat(jitter.next()).isEqualTo(Duration.ofSeconds(1)).isEqualTo(jitter.next());
    }
}
