package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;

/**
 * What one node of a Cluster says of all of them.
 *
 * @param teller the node
 * @param nodes what it says
 */
record View(Node teller, Partitions nodes) {

    /**
     * By the reply to CLUSTER NODES. A node that does not know its own address yet leaves it out: it is the one that was asked.
     * An announced host name counts where there is TLS, since certificates name hosts; else the IP address, which is what the nodes
     * themselves use unless told otherwise.
     */
    static View of(byte[] reply, Node teller) {
        String lines = new String(reply, UTF_8)
                .replaceAll(
                        "(?m)^(\\S+) :(?=\\d+[@ ,])", "$1 " + teller.address().getHost() + ":");
        return new View(
                teller,
                ClusterPartitionParser.parse(
                        teller.address().isSsl() ? lines : lines.replaceAll("(?m)^(\\S+ [^\\s,]+),\\S*", "$1")));
    }
}
