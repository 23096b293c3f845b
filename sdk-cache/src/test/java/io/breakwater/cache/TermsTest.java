package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermsTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration NEGATIVE = Duration.ofSeconds(10);
    private static final Duration TOKEN = Duration.ofSeconds(30);
    private static final Duration WINDOW = Duration.ofSeconds(2);

    @Test
    void what_a_load_wishes_goes_first_then_that_there_is_nothing_then_the_cache_s_ttl() {
        Terms terms = terms(NEGATIVE, Duration.ZERO);
        assertThat(terms.ttl("value", null)).isEqualTo(TTL);
        assertThat(terms.ttl(null, null)).isEqualTo(NEGATIVE);
        assertThat(terms.ttl("value", Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
        assertThat(terms.ttl(null, Duration.ofDays(1))).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void that_there_is_nothing_is_kept_if_it_was_said_for_how_long() {
        assertThat(terms(NEGATIVE, Duration.ZERO).keeps(null)).isTrue();
        assertThat(terms(null, Duration.ZERO).keeps(null)).isFalse();
        assertThat(terms(null, Duration.ZERO).keeps("value")).isTrue();
    }

    @Test
    void an_invalidation_holds_for_the_window_if_there_is_one() {
        assertThat(terms(null, Duration.ZERO).hold()).isEqualTo(Hold.NONE);
        assertThat(terms(null, WINDOW).hold()).isEqualTo(new Hold(WINDOW, ""));
        assertThat(terms(null, Duration.ZERO).hold("token")).isEqualTo(new Hold(TOKEN, "token"));
        assertThat(terms(null, WINDOW).hold("token")).isEqualTo(new Hold(WINDOW, "token"));
    }

    @Test
    void a_token_has_200_bytes_at_most() {
        assertThat(new Hold(TOKEN, "é".repeat(100)).tokenBytes()).hasSize(200);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Hold(TOKEN, "é".repeat(101)))
                .withMessage("Invalid freshness token (202 bytes): must be at most 200 bytes of UTF-8");
    }

    private static Terms terms(Duration negative, Duration holdOff) {
        Jitter jitter = new Jitter(TTL, 0, Random::new);
        Pause pause = new Pause(Duration.ofMillis(100), Duration.ofSeconds(3));
        return new Terms(jitter, TTL, negative, Duration.ZERO, 1, null, TTL, TTL, pause, holdOff, TOKEN);
    }
}
