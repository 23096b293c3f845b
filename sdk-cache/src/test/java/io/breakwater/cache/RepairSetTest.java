package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.RepairSet.Repair;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairSetTest {

    private static final Hold SHORT = new Hold(Duration.ofSeconds(1), "token");
    private static final Hold LONG = new Hold(Duration.ofSeconds(2), "token");
    private static final Hold OTHER = new Hold(Duration.ofSeconds(1), "other");

    private final RedisNames names = new RedisNames("posts");
    private final RepairSet repairs = new RepairSet();

    @Test
    void what_was_noted_is_there_until_redis_was_told() {
        assertThat(repairs.contains("key")).isFalse();
        assertThat(add("key", Hold.NONE)).isTrue();
        assertThat(repairs.contains("key")).isTrue();
        assertThat(repairs.contains("other")).isFalse();
        assertThat(repairs.tokens("key")).isEmpty();
        repairs.done(only());
        assertThat(repairs.contains("key")).isFalse();
        assertThat(repairs.size()).isZero();
    }

    @Test
    void a_key_that_has_changed_again_since_stays() {
        add("key", SHORT);
        Repair told = only();
        add("key", SHORT);
        repairs.done(told);
        assertThat(repairs.contains("key")).isTrue();
    }

    @Test
    void several_changes_of_a_key_ask_for_the_longest_time_and_for_all_tokens() {
        add("key", LONG);
        add("key", SHORT);
        assertThat(only().hold()).isEqualTo(LONG);
        assertThat(repairs.tokens("key")).isEqualTo(List.of("token"));
        add("key", OTHER);
        assertThat(only().hold()).isEqualTo(new Hold(Duration.ofSeconds(2), LoadContext.FRESHEST));
        assertThat(repairs.tokens("key")).isEqualTo(List.of("*"));
    }

    @Test
    void there_is_a_bound_which_a_known_key_does_not_feel() {
        for (int key = 0; key < RepairSet.MOST; key++) {
            assertThat(add("key" + key, Hold.NONE)).isTrue();
        }
        assertThat(add("one more", Hold.NONE)).isFalse();
        assertThat(repairs.contains("one more")).isFalse();
        assertThat(add("key7", OTHER)).isTrue();
        repairs.done(only());
        assertThat(add("one more", Hold.NONE)).isTrue();
    }

    private boolean add(String key, Hold hold) {
        return repairs.add(new Repair(key, SharedKey.of(key, names), hold));
    }

    private Repair only() {
        return repairs.some(1).get(0);
    }
}
