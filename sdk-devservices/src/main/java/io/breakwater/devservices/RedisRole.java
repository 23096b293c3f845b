package io.breakwater.devservices;

import java.util.List;
import java.util.Map;

/**
 * What one {@code redis-server} process is to be.
 *
 * @param name in messages and of the log file
 * @param conf its lines besides those on address, certificate and folder
 * @param files what it finds beside its configuration at its first start: name and content
 * @param options of the command line
 * @param onceReady commands to send after each start; a server that does not know one is left as it is
 */
record RedisRole(
        String name, RedisConf conf, Map<String, String> files, List<String> options, List<List<String>> onceReady) {

    private static final String CLUSTER_FILE = "nodes.conf";

    static RedisRole data(String name, RedisConf conf) {
        return new RedisRole(name, conf, Map.of(), List.of(), List.of());
    }

    static RedisRole sentinel(String name, RedisConf conf, List<List<String>> onceReady) {
        return new RedisRole(name, conf, Map.of(), List.of("--sentinel"), onceReady);
    }

    /** The cluster's file lies beside the data folder: who the node is outlives its data. */
    static RedisRole clusterNode(String name, RedisConf conf, String nodes) {
        RedisConf whole =
                new RedisConf().set("cluster-config-file", "../" + CLUSTER_FILE).add(conf);
        return new RedisRole(name, whole, Map.of(CLUSTER_FILE, nodes), List.of(), List.of());
    }
}
