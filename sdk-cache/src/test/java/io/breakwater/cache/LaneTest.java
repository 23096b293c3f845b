package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LaneTest {

    @Test
    void the_tag_of_each_lane_falls_into_its_sixteenth_of_the_slots() {
        for (int lane = 0; lane < Lane.COUNT; lane++) {
            int slot = SlotHash.getSlot("{" + Lane.tag(lane) + "}");
            assertThat(slot / (SlotHash.SLOT_COUNT / Lane.COUNT))
                    .as("sixteenth of slot %d", slot)
                    .isEqualTo(lane);
        }
    }

    @Test
    void the_tags_are_part_of_the_format_and_do_not_change() {
        List<String> tags = IntStream.range(0, Lane.COUNT).mapToObj(Lane::tag).toList();
        assertThat(tags)
                .containsExactly(
                        "u0", "qp", "dj", "wz", "d2", "pv", "uh", "iy", "ly", "h9", "uv", "q6", "9s", "qn", "dt", "ha");
    }

    @Test
    void the_lane_of_a_key_is_part_of_the_format_and_does_not_change() {
        assertThat(lane("")).isEqualTo(11);
        assertThat(lane("key")).isEqualTo(5);
        assertThat(lane(42L)).isEqualTo(1);
        assertThat(lane(42)).isEqualTo(10);
        assertThat(lane(new UUID(1, 2))).isEqualTo(14);
    }

    @Test
    void keys_spread_evenly_over_the_lanes_and_their_stripes() {
        int[] lanes = new int[Lane.COUNT];
        int[] stripes = new int[FillGuard.STRIPES_A_LANE];
        for (long key = 0; key < 64_000; key++) {
            int stripe = SharedKey.stripeOf(KeyBytes.of(key));
            lanes[FillGuard.laneOf(stripe)]++;
            stripes[stripe % FillGuard.STRIPES_A_LANE]++;
        }
        assertThat(IntStream.of(lanes)).allMatch(count -> count > 3_600 && count < 4_400);
        assertThat(IntStream.of(stripes)).allMatch(count -> count > 800 && count < 1_200);
    }

    @Test
    void all_names_of_a_lane_share_its_slot_whatever_the_cache_and_the_key() {
        for (String cache : List.of("posts", "a.b-c_D")) {
            RedisNames names = new RedisNames(cache);
            for (int lane = 0; lane < Lane.COUNT; lane++) {
                int slot = SlotHash.getSlot("{" + Lane.tag(lane) + "}");
                byte[] key = "s{other}}{tag".getBytes(US_ASCII);
                for (byte[] name : List.of(
                        names.record(lane, key),
                        names.refresh(lane, key),
                        names.control(lane),
                        names.log(lane),
                        RedisNames.channel(lane))) {
                    assertThat(SlotHash.getSlot(name))
                            .as(new String(name, US_ASCII))
                            .isEqualTo(slot);
                }
            }
        }
    }

    private static int lane(Object key) {
        return SharedKey.of(key, new RedisNames("any")).lane();
    }
}
