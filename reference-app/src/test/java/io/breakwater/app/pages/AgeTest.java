package io.breakwater.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {

    @ParameterizedTest
    @CsvSource({
        "PT-5S, just now",
        "PT59S, just now",
        "PT1M, 1 minute ago",
        "PT59M, 59 minutes ago",
        "PT60M, 1 hour ago",
        "PT23H59M, 23 hours ago",
        "PT24H, 1 day ago",
        "P29D, 29 days ago",
        "P30D, 1 month ago",
        "P364D, 12 months ago",
        "P365D, 1 year ago",
        "P800D, 2 years ago",
    })
    void as_people_say_it(Duration age, String words) {
        Instant now = Instant.parse("2026-11-20T12:00:00Z");
        assertThat(Age.between(now.minus(age), now)).isEqualTo(words);
    }
}
