package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.RepairSet.Repair;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RepairSetTest {

    private static final Hold OTHER = new Hold(Duration.ofSeconds(1), "token");

    private final RedisNames names = new RedisNames("posts");
    private final RepairSet repairs = new RepairSet();

    @Test
    void what_was_noted_is_there_until_redis_was_told() {
        assertThat(repairs.contains("key")).isFalse();
        assertThat(add("key", Hold.NONE)).isTrue();
        assertThat(repairs.contains("key")).isTrue();
        assertThat(repairs.contains("other")).isFalse();
        repairs.done(of("key"));
        assertThat(repairs.contains("key")).isFalse();
        assertThat(repairs.size()).isZero();
    }

    @Test
    void a_key_that_has_changed_again_since_stays() {
        add("key", Hold.NONE);
        Map<Object, Repair> told = of("key");
        add("key", OTHER);
        repairs.done(told);
        assertThat(repairs.contains("key")).isTrue();
        assertThat(of("key").get("key").hold()).isEqualTo(OTHER);
    }

    @Test
    void each_lane_has_its_own() {
        int all = 0;
        for (int key = 0; key < 100; key++) {
            add("key" + key, Hold.NONE);
        }
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            Map<Object, Repair> some = repairs.of(lane);
            int expected = lane;
            assertThat(some.values())
                    .allMatch(repair -> repair.key().lane() == expected)
                    .isNotEmpty();
            all += some.size();
        }
        assertThat(all).isEqualTo(100).isEqualTo(repairs.size());
    }

    @Test
    void there_is_a_bound_which_a_known_key_does_not_feel() {
        for (int key = 0; key < RepairSet.MOST; key++) {
            assertThat(add("key" + key, Hold.NONE)).isTrue();
        }
        assertThat(add("one more", Hold.NONE)).isFalse();
        assertThat(repairs.contains("one more")).isFalse();
        assertThat(add("key7", OTHER)).isTrue();
        repairs.done(of("key7"));
        assertThat(add("one more", Hold.NONE)).isTrue();
    }

    private boolean add(String key, Hold hold) {
        return repairs.add(key, SharedKey.of(key, names), hold);
    }

    private Map<Object, Repair> of(String key) {
        return Map.of(key, repairs.of(SharedKey.of(key, names).lane()).get(key));
    }
}
