package io.breakwater.redis.link;

import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a user's address names. It hides what is secret in it.
 *
 * @param kind how the server is found
 * @param seeds a server; or Sentinels in one; or nodes of a Cluster
 */
record Address(Kind kind, List<RedisURI> seeds) {

    private static final String RULE = "redis://[[user]:password@]host[:port][/database],"
            + " redis-sentinel://[[user]:password@]host[:port][,...][/database]?sentinelMasterId=name,"
            + " redis-cluster://[[user]:password@]host[:port][,...], or the same with rediss";

    private static final String LOGIN = "(?<login>[^@/?#]*@)?";
    private static final String HOST = "(?:[^@/?#:,\\[\\]]+|\\[[0-9a-fA-F:.]+\\])(?::[0-9]{1,5})?";
    private static final Pattern SERVER = Pattern.compile("rediss?://" + LOGIN + HOST + "(?:/[0-9]*)?");
    private static final Pattern SENTINEL = Pattern.compile(
            "rediss?-sentinel://" + LOGIN + HOST + "(?:," + HOST + ")*(?:/[0-9]*)?\\?sentinelMasterId=[A-Za-z0-9._-]+");
    private static final Pattern CLUSTER =
            Pattern.compile("(?<scheme>rediss?)-cluster://" + LOGIN + "(?<hosts>" + HOST + "(?:," + HOST + ")*)/?");

    enum Kind {
        SERVER,
        SENTINEL,
        CLUSTER
    }

    static Address parse(String uri) {
        if (SERVER.matcher(uri).matches()) {
            RedisURI server = single(uri, uri);
            return new Address(Kind.SERVER, List.of(at(server, server.getHost(), server.getPort())));
        }
        if (SENTINEL.matcher(uri).matches()) {
            return new Address(Kind.SENTINEL, List.of(single(uri, uri)));
        }
        Matcher cluster = CLUSTER.matcher(uri);
        if (cluster.matches()) {
            return new Address(Kind.CLUSTER, nodes(uri, cluster));
        }
        throw invalid(uri);
    }

    static Address of(RedisURI uri) {
        return uri.getSentinels().isEmpty()
                ? new Address(Kind.SERVER, List.of(copy(uri)))
                : new Address(Kind.SENTINEL, List.of(askingFirst(uri, 0)));
    }

    static Address ofCluster(RedisURI uri) {
        return new Address(Kind.CLUSTER, List.of(copy(uri)));
    }

    /** The caller's own stays as it is. */
    private static RedisURI copy(RedisURI uri) {
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw new IllegalArgumentException("Invalid address (" + uri + "): must name a host, or Sentinels");
        }
        return at(uri, uri.getHost(), uri.getPort());
    }

    /** The same with its Sentinels in turn, beginning with another. */
    static RedisURI askingFirst(RedisURI uri, int turn) {
        RedisURI.Builder builder = RedisURI.builder(uri).withSentinelMasterId(uri.getSentinelMasterId());
        List<RedisURI> sentinels = uri.getSentinels();
        for (int i = 0; i < sentinels.size(); i++) {
            builder.withSentinel(copy(sentinels.get(Math.floorMod(turn + i, sentinels.size()))));
        }
        return builder.build();
    }

    /** The same login and TLS for another server. An IPv6 address may come with brackets or without. */
    static RedisURI at(RedisURI source, String host, int port) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return RedisURI.builder(source).withHost(bare).withPort(port).build();
    }

    /** Lettuce takes a URI's timeout for the handshake; a minute unless told otherwise. */
    Address withHandshakeWithin(Duration timeout) {
        for (RedisURI seed : seeds) {
            seed.setTimeout(timeout);
            seed.getSentinels().forEach(sentinel -> sentinel.setTimeout(timeout));
        }
        return this;
    }

    String name() {
        RedisURI first = seeds.get(0);
        return switch (kind) {
            case SERVER -> name(first);
            case SENTINEL -> "Redis " + first.getSentinelMasterId() + " of Sentinels " + hosts(first.getSentinels());
            case CLUSTER -> "Redis Cluster " + hosts(seeds);
        };
    }

    static String name(RedisURI uri) {
        return "Redis " + host(uri);
    }

    private static String host(RedisURI uri) {
        return uri.getHost() + ":" + uri.getPort();
    }

    private static String hosts(List<RedisURI> uris) {
        return String.join(",", uris.stream().map(Address::host).toList());
    }

    private static List<RedisURI> nodes(String uri, Matcher cluster) {
        String login = cluster.group("login") == null ? "" : cluster.group("login");
        List<RedisURI> nodes = new ArrayList<>();
        for (String host : cluster.group("hosts").split(",", -1)) {
            RedisURI node = single(cluster.group("scheme") + "://" + login + host, uri);
            nodes.add(at(node, node.getHost(), node.getPort()));
        }
        return List.copyOf(nodes);
    }

    private static RedisURI single(String uri, String whole) {
        try {
            return RedisURI.create(uri);
        } catch (RuntimeException e) {
            // The cause is left out: its message holds the whole address, password included.
            throw invalid(whole);
        }
    }

    private static IllegalArgumentException invalid(String uri) {
        return new IllegalArgumentException(
                "Invalid uri (" + uri.replaceFirst("//.*@", "//***@") + "): must be " + RULE);
    }
}
