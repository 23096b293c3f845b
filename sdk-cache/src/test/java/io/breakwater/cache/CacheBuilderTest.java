package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
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

    @Test
    void any_other_time_out_of_range_is_refused_by_its_name() {
        assertIsChecked("ttl", builder::negative);
        assertIsChecked("atMost", builder::staleIfError);
        assertIsChecked("soft timeout", builder::softTimeout);
        assertIsChecked("hard timeout", builder::hardTimeout);
        assertIsChecked("window", builder::holdOff);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 0.51, Double.NaN})
    void a_jitter_out_of_range_is_refused(double jitter) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.expiry(MINUTE, jitter))
                .withMessage("Invalid jitter (" + jitter + "): must be 0 to 0.5");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.09, 0.991, 1, Double.NaN})
    void a_refresh_out_of_range_is_refused(double fraction) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.refreshAhead(fraction))
                .withMessage("Invalid fraction (" + fraction + "): must be 0.1 to 0.99");
    }

    @Test
    void sizes_out_of_range_are_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.compressAbove(-1))
                .withMessage("Invalid bytes (-1): must be 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.largestValue(0))
                .withMessage("Invalid bytes (0): must be 1 to 536870912");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.largestValue(536_870_913));
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
                .isThrownBy(() -> builder.whenStoreFails(null))
                .withMessage("choice");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.executor(null))
                .withMessage("executor");
        builder.near(1).expiry(MINUTE, 0);
        assertThatNullPointerException()
                .isThrownBy(() -> builder.readThrough((Loader<String, String>) null))
                .withMessage("loader");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.readThrough((key, context) -> key, null))
                .withMessage("bulk");
        assertThatNullPointerException()
                .isThrownBy(() -> builder.writeThrough(key -> key, null))
                .withMessage("writer");
    }

    @Test
    void a_builder_builds_caches_that_have_nothing_in_common() {
        builder.near(10).expiry(MINUTE, 0);
        try (CacheAside<String, String> one = builder.cacheAside();
                ReadThrough<String, String> other = builder.readThrough(key -> "loaded");
                WriteThrough<String, String> third = builder.writeThrough(key -> "loaded", (key, value) -> {})) {
            one.put("key", "put");
            assertThat(other.get("key")).isEqualTo("loaded");
            assertThat(List.of(one, other, third))
                    .extracting(Cache::toString)
                    .containsExactly("CacheAside posts", "ReadThrough posts", "WriteThrough posts");
            assertThat(List.of(one, other, third)).extracting(Cache::name).containsOnly("posts");
        }
    }

    private static void assertIsChecked(String name, Consumer<Duration> setting) {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofDays(366))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setting.accept(wrong))
                    .withMessage("Invalid " + name + " (" + wrong + "): must be 1 ms to 365 days");
        }
        assertThatNullPointerException().isThrownBy(() -> setting.accept(null)).withMessage(name);
    }
}
