package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who serves each slot, drawn from what several nodes say: where they differ, the claim with the greater configuration epoch
 * holds (Redis Cluster specification, configuration epoch).
 */
final class SlotMap {

    private final @Nullable RedisClusterNode[] owners = new RedisClusterNode[SlotHash.SLOT_COUNT];
    private final Set<RedisURI> everyone = new HashSet<>();

    SlotMap(Collection<Partitions> views) {
        for (Partitions view : views) {
            for (RedisClusterNode node : view) {
                if (node.getUri() != null) {
                    everyone.add(node.getUri());
                    node.forEachSlot(slot -> claim(slot, node));
                }
            }
        }
    }

    @Nullable
    RedisClusterNode owner(int slot) {
        return owners[slot];
    }

    /** Whether anybody owns anything: not so at a node that has forgotten its Cluster. */
    boolean isOfACluster() {
        return Arrays.stream(owners).anyMatch(Objects::nonNull);
    }

    /** All nodes, replicas included. */
    Set<RedisURI> everyone() {
        return everyone;
    }

    private void claim(int slot, RedisClusterNode claimant) {
        RedisClusterNode owner = owners[slot];
        if (owner == null || claimant.getConfigEpoch() > owner.getConfigEpoch()) {
            owners[slot] = claimant;
        }
    }
}
