package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheBuilderTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final CacheBuilder<String, String> builder = Cache.builder("posts");

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "{a}", "é", "posts\n"})
    void a_name_of_another_form_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cache.builder(name))
                .withMessage("Invalid name (" + name + "): must be 1 to 64 of A-Z a-z 0-9 _ . -");
    }

    @Test
    void a_name_has_64_characters_at_most() {
        assertThat(Cache.builder("x".repeat(64))).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cache.builder("x".repeat(65)))
                .withMessageStartingWith("Invalid name (xxx");
    }

    @Test
    void a_near_tier_out_of_range_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.near(0))
                .withMessage("Invalid entries (0): must be 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.near(1, Duration.ZERO))
                .withMessage("Invalid atMost (PT0S): must be 1 ms to 365 days");
    }

    @Test
    void an_expiry_out_of_range_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.expiry(Duration.ofNanos(999_999), 0))
                .withMessage("Invalid ttl (PT0.000999999S): must be 1 ms to 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.expiry(Duration.ofDays(366), 0))
                .withMessage("Invalid ttl (PT8784H): must be 1 ms to 365 days");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 0.51, Double.NaN})
    void a_jitter_out_of_range_is_refused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.expiry(MINUTE, jitter))
                .withMessage("Invalid jitter (" + jitter + "): must be 0 to 0.5");
    }

    @Test
    void a_cache_without_tiers_or_expiry_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.expiry(MINUTE, 0).cacheAside())
                .withMessage("Cache posts needs near(…), shared(…) or both");
        assertThatIllegalStateException()
                .isThrownBy(() -> Cache.<String, String>builder("posts").near(1).readThrough(key -> key))
                .withMessage("Cache posts needs expiry(…)");
    }

    @Test
    void nulls_are_named() {
        assertThatNullPointerException().isThrownBy(() -> Cache.builder(null)).withMessage("name");
        assertThatNullPointerException().isThrownBy(() -> builder.near(1, null)).withMessage("atMost");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.expiry(null, 0))
                .withMessage("ttl");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.shared(null, JsonCodec.of(String.class)))
                .withMessage("redis");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.near(1).expiry(MINUTE, 0).readThrough(null))
                .withMessage("loader");
    }

    @Test
    void a_builder_builds_caches_that_have_nothing_in_common() {
        builder.near(10).expiry(MINUTE, 0);
        CacheAside<String, String> one = builder.cacheAside();
        ReadThrough<String, String> other = builder.readThrough(key -> "loaded");
        one.put("key", "put");
        assertThat(other.get("key")).isEqualTo("loaded");
        assertThat(one).hasToString("CacheAside posts");
        assertThat(other).hasToString("ReadThrough posts");
        assertThat(other.name()).isEqualTo("posts");
    }
}
