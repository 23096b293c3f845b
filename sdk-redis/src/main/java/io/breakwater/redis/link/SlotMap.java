package io.breakwater.redis.link;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Who serves each slot, drawn from what several nodes say: where they differ, the claim with the greater configuration epoch
 * holds (Redis Cluster specification, configuration epoch).
 */
final class SlotMap {

    private final @Nullable RedisClusterNode[] owners = new RedisClusterNode[SlotHash.SLOT_COUNT];

    SlotMap(Collection<Partitions> views) {
        for (Partitions view : views) {
            for (RedisClusterNode node : view) {
                node.getSlots().forEach(slot -> claim(slot, node));
            }
        }
    }

    @Nullable
    RedisClusterNode owner(int slot) {
        return owners[slot];
    }

    private void claim(int slot, RedisClusterNode claimant) {
        RedisClusterNode owner = owners[slot];
        if (owner == null || claimant.getConfigEpoch() > owner.getConfigEpoch()) {
            owners[slot] = claimant;
        }
    }
}
