package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import java.util.regex.Pattern;

/**
 * What one node of a Cluster says of all of them.
 *
 * @param teller the node
 * @param nodes what it says
 */
record View(Node teller, Partitions nodes) {

    /** Up to the ports; a host name and other fields may follow (Redis manual, CLUSTER NODES). */
    private static final Pattern BY_NUMBERS = Pattern.compile("(?m)^(\\S+ [^\\s,]+)\\S*");

    private static final Pattern WITH_HOST_NAME = Pattern.compile("(?m)^(\\S+ [^\\s,]+(?:,[^\\s,]+)?)\\S*");

    /** By the reply to CLUSTER NODES. */
    static View of(byte[] reply, Node teller) {
        return new View(teller, nodes(reply, teller.address()));
    }

    /**
     * A node that does not know its own address yet leaves it out: it is the one that was asked. An announced host name counts
     * where there is TLS, since certificates name hosts; else the IP address, by which clients know nodes unless told otherwise.
     */
    static Partitions nodes(byte[] reply, RedisURI asked) {
        String lines = new String(reply, UTF_8).replaceAll("(?m)^(\\S+) :(?=\\d+[@ ,])", "$1 " + asked.getHost() + ":");
        Pattern address = asked.isSsl() ? WITH_HOST_NAME : BY_NUMBERS;
        return ClusterPartitionParser.parse(address.matcher(lines).replaceAll("$1"));
    }
}
