package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotMapTest {

    private static final Partitions BEFORE = ClusterPartitionParser.parse("""
            a 127.0.0.1:7001@17001 master - 0 0 1 connected 0-8191
            b 127.0.0.1:7002@17002 myself,master - 0 0 2 connected 8192-16383
            c 127.0.0.1:7003@17003 slave a 0 0 1 connected
            """);

    private static final Partitions AFTER = ClusterPartitionParser.parse("""
            a 127.0.0.1:7001@17001 master,fail - 0 0 1 connected
            b 127.0.0.1:7002@17002 master - 0 0 2 connected 8192-16000
            c 127.0.0.1:7003@17003 myself,master - 0 0 3 connected 0-8191
            """);

    @Test
    void the_greater_epoch_wins_whoever_is_asked_first() {
        for (List<Partitions> views : List.of(List.of(BEFORE, AFTER), List.of(AFTER, BEFORE))) {
            SlotMap map = new SlotMap(views);
            assertThat(port(map, 0)).isEqualTo(7003);
            assertThat(port(map, 8191)).isEqualTo(7003);
            assertThat(port(map, 8192)).isEqualTo(7002);
        }
    }

    @Test
    void a_slot_that_nobody_claims_has_no_owner() {
        SlotMap map = new SlotMap(List.of(AFTER));
        assertThat(map.owner(16_001)).isNull();
        assertThat(new SlotMap(List.of()).owner(0)).isNull();
    }

    private static int port(SlotMap map, int slot) {
        return map.owner(slot).getUri().getPort();
    }
}
