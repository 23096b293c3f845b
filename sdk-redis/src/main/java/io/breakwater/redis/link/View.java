package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one node of a Cluster says of all of them.
 *
 * @param teller the node
 * @param nodes what it says
 * @param names by whatever name, the one in {@code nodes}; all with the port
 */
record View(RedisURI teller, Partitions nodes, Map<String, String> names) {

    /** Id, host, port, the Cluster's own port, host name (Redis manual, CLUSTER NODES); other fields may follow. */
    private static final Pattern NODE = Pattern.compile(
            "(?m)^(?<id>\\S+) (?<host>\\S*?):(?<port>\\d+)(?:@\\d+)?(?:,(?<name>[^\\s,]+))?(?:,\\S*)?(?= )");

    /**
     * By the reply to CLUSTER NODES. A node that does not know its own address yet leaves it out: it is the one that was asked. An announced host name counts
     * where there is TLS, since certificates name hosts; else the IP address, by which clients know nodes unless told otherwise.
     */
    static View of(byte[] reply, RedisURI asked) {
        Map<String, String> names = new HashMap<>();
        StringBuilder lines = new StringBuilder();
        Matcher node = NODE.matcher(new String(reply, UTF_8));
        while (node.find()) {
            String port = ":" + node.group("port");
            String ip = node.group("host").isEmpty() ? asked.getHost() : node.group("host");
            String name = node.group("name") == null ? ip : node.group("name");
            String host = asked.isSsl() ? name : ip;
            names.put(ip + port, host + port);
            names.put(name + port, host + port);
            node.appendReplacement(lines, Matcher.quoteReplacement(node.group("id") + " " + host + port));
        }
        return new View(
                asked, ClusterPartitionParser.parse(node.appendTail(lines).toString()), names);
    }

    static Map<String, String> names(Collection<View> views) {
        Map<String, String> all = new HashMap<>();
        views.forEach(view -> all.putAll(view.names));
        return all;
    }
}
