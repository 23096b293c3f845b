package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FillGuardTest {

    private final FillGuard guard = new FillGuard();

    @Test
    void a_change_is_seen_whether_the_key_was_ever_heard_of_or_not() {
        long seen = guard.seen("key");
        assertThat(guard.unchanged("key", seen)).isTrue();
        guard.advance("key");
        assertThat(guard.unchanged("key", seen)).isFalse();
        assertThat(guard.unchanged("key", guard.seen("key"))).isTrue();
    }

    @Test
    void of_changes_that_overlap_none_was_alone() {
        long first = guard.advance("key");
        long second = guard.advance("key");
        assertThat(guard.advance("key", first)).isFalse();
        assertThat(guard.advance("key", second)).isFalse();
        long third = guard.advance("key");
        assertThat(guard.advance("key", third)).isTrue();
        assertThat(guard.unchanged("key", third + 1)).isTrue();
    }

    @Test
    void keys_spread_over_the_stripes() {
        long[] seen = LongStream.range(0, 4_096).map(guard::seen).toArray();
        guard.advance(7L);
        assertThat(LongStream.range(0, 4_096).filter(key -> !guard.unchanged(key, seen[(int) key])))
                .contains(7L)
                .hasSizeLessThan(16);
    }
}
