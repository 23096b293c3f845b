package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nodes hear of each other wherever the lane's slot goes. */
class ClusterBackplaneFaultIT {

    private static final String SLOT = new String(RedisNames.channel(Node.laneOf("k")), US_ASCII);

    private final Table table = new Table("v0");
    private RedisCluster cluster;
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    @BeforeEach
    void open() {
        cluster = RedisSpec.durable().startCluster();
        String name = "moved-" + UUID.randomUUID();
        one = Node.on(cluster.uri());
        two = Node.on(cluster.uri());
        here = one.cache(name).readThrough(table);
        there = two.cache(name).readThrough(table);
        one.ready(here);
        two.ready(there);
        assertThat(there.get("k")).isEqualTo("v0");
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        cluster.close();
    }

    /** Not while the link is still on its way to the slot's new master. */
    private boolean isInvalidated() {
        try {
            here.invalidate("k");
            return true;
        } catch (CacheStoreException notYet) {
            return false;
        }
    }

    private void assertNewsArrive() {
        for (String value : new String[] {"v1", "v2"}) {
            table.commit(value);
            Node.await(this::isInvalidated);
            Node.await(() -> there.get("k").equals(value));
            assertThat(here.get("k")).isEqualTo(value);
        }
    }

    @Test
    @DisplayName("cache F10: after a failover")
    void after_a_failover() {
        cluster.failover(cluster.masterOf(SLOT));
        assertNewsArrive();
    }

    @Test
    @DisplayName("cache F10: after the slot has moved to another master")
    void after_a_migration() {
        RedisServer owner = cluster.masterOf(SLOT);
        RedisServer target =
                cluster.masters().stream().filter(m -> m != owner).findFirst().orElseThrow();
        cluster.beginMigration(SLOT, target);
        cluster.finishMigration(SLOT);
        assertNewsArrive();
    }
}
