package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

    private final JsonCodec<Post> codec = JsonCodec.of(Post.class);

    @Test
    void a_record_comes_back_with_its_times() {
        Post post = Post.titled("ünïcode");
        assertThat(codec.encode(post))
                .asString(UTF_8)
                .isEqualTo("{\"id\":42,\"title\":\"ünïcode\",\"written\":\"2026-11-20T10:15:30.123456Z\"}");
        assertThat(codec.decode(codec.encode(post))).isEqualTo(post);
        assertThat(codec).hasToString("JsonCodec of io.breakwater.cache.Post");
    }

    @Test
    void nested_values_optional_ones_and_nulls_come_back() {
        JsonCodec<Page> pages = JsonCodec.of(Page.class);
        Page full = new Page(
                List.of(Post.titled("a")), Map.of("x", 1L), Optional.of("n"), Duration.ofMillis(1), LocalDate.EPOCH);
        Page empty = new Page(List.of(), Map.of(), Optional.empty(), null, null);
        assertThat(pages.decode(pages.encode(full))).isEqualTo(full);
        assertThat(pages.decode(pages.encode(empty))).isEqualTo(empty);
    }

    @Test
    void what_is_derived_from_a_value_does_no_harm() {
        JsonCodec<Score> scores = JsonCodec.of(Score.class);
        assertThat(scores.decode(scores.encode(new Score(1_000)))).isEqualTo(new Score(1_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"id\":42,\"title\":\"a\",\"written\":\"2026-11-20T10:15:30Z\"",
                "{\"id\":42,\"title\":\"a\",\"written\":\"2026-11-20T10:15:30Z\"} more",
                "{\"id\":42,\"titel\":\"renamed\",\"written\":\"2026-11-20T10:15:30Z\"}",
                "{\"id\":42,\"written\":\"2026-11-20T10:15:30Z\"}",
                "{\"id\":42,\"title\":\"a\",\"written\":\"2026-11-20T10:15:30Z\",\"newer\":1}",
                "{\"id\":null,\"title\":\"a\",\"written\":\"2026-11-20T10:15:30Z\"}",
                "{\"id\":42,\"title\":\"a\",\"written\":\"yesterday\"}"
            })
    void what_another_version_of_the_class_wrote_is_not_half_understood(String json) {
        assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8))).isInstanceOf(RuntimeException.class);
    }

    record Page(List<Post> posts, Map<String, Long> counts, Optional<String> next, Duration took, LocalDate day) {}

    record Score(int votes) {

        public boolean isHot() {
            return votes > 100;
        }

        public Instant getComputed() {
            return Instant.EPOCH;
        }
    }
}
