package io.breakwater.devservices;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * How one node sees its Cluster.
 *
 * @param nodes all that it knows
 * @param isOk it serves its slots: {@code cluster_state:ok}
 */
record ClusterView(List<ClusterNode> nodes, boolean isOk) {

    static ClusterView of(RedisServer server) throws IOException {
        RespClient client = server.probe();
        List<ClusterNode> nodes =
                client.text("CLUSTER", "NODES").lines().map(ClusterNode::of).toList();
        boolean isOk = client.text("CLUSTER", "INFO").lines().anyMatch("cluster_state:ok"::equals);
        return new ClusterView(nodes, isOk);
    }

    /** Of two views that differ, the higher is the newer. */
    long epoch() {
        return nodes.stream().mapToLong(ClusterNode::epoch).max().orElse(0);
    }

    Optional<ClusterNode> at(int port) {
        return nodes.stream().filter(node -> node.port() == port).findFirst();
    }

    Optional<ClusterNode> ownerOf(int slot) {
        return nodes.stream().filter(node -> node.owns(slot)).findFirst();
    }

    Optional<ClusterNode> withId(String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
    }

    String idOf(RedisServer server) {
        return at(server.port()).map(ClusterNode::id).orElseThrow();
    }

    /** A master is its own. */
    int masterPortOf(int port) {
        return at(port).flatMap(node -> withId(node.masterId()))
                .map(ClusterNode::port)
                .orElse(port);
    }

    boolean isHealthy(int size) {
        return isOk && nodes.size() == size && nodes.stream().allMatch(ClusterNode::isWell);
    }

    boolean isMaster(RedisServer server) {
        return at(server.port()).filter(ClusterNode::isMaster).isPresent();
    }
}
