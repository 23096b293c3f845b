package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlidingExpiryTest {

    @Test
    void its_limits_are_allowed() {
        SlidingExpiry shortest = new SlidingExpiry(Duration.ofSeconds(1), Duration.ofSeconds(1));
        assertThat(shortest.idle()).isEqualTo(shortest.absolute());
        SlidingExpiry longest = new SlidingExpiry(Duration.ofDays(400), Duration.ofDays(400));
        assertThat(longest.idle()).isEqualTo(longest.absolute());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PT0.999S  | PT8H          | Invalid idle (PT0.999S): must be at least 1 second",
                "PT-1S     | PT8H          | Invalid idle (PT-1S): must be at least 1 second",
                "PT8H0.001S| PT8H          | Invalid idle (PT8H0.001S): must be at most absolute, here PT8H",
                "PT30M     | PT9600H0.001S | Invalid absolute (PT9600H0.001S): must be at most 400 days",
                "PT30M     | PT0S          | Invalid idle (PT30M): must be at most absolute, here PT0S",
            })
    void what_is_out_of_range_is_refused(Duration idle, Duration absolute, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlidingExpiry(idle, absolute))
                .withMessage(message);
    }
}
