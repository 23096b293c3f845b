package io.breakwater.redis.link;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A user's own lettuce client, with threads of its own, and the links over it. */
record OwnClient(ClientResources resources, AbstractRedisClient client, RedisURI address) implements AutoCloseable {

    static OwnClient to(String uri, ClientOptions options, ClientResources resources) {
        if (!uri.contains("-cluster:")) {
            RedisClient client = RedisClient.create(resources);
            client.setOptions(options);
            return new OwnClient(resources, client, RedisURI.create(uri));
        }
        RedisURI seed = RedisURI.create(uri.replace("-cluster:", ":").replaceFirst(",.*", ""));
        RedisClusterClient client = RedisClusterClient.create(resources, seed);
        client.setOptions(ClusterClientOptions.builder(options).build());
        return new OwnClient(resources, client, seed);
    }

    RedisLink link(Duration timeout) {
        return client instanceof RedisClusterClient cluster
                ? RedisLink.over(cluster, address, timeout)
                : RedisLink.over((RedisClient) client, address, timeout);
    }

    /** By a connection of the client itself. */
    String ping() {
        if (client instanceof RedisClusterClient cluster) {
            try (var connection = cluster.connect()) {
                return connection.sync().ping();
            }
        }
        try (var connection = ((RedisClient) client).connect(address)) {
            return connection.sync().ping();
        }
    }

    @Override
    public void close() {
        client.shutdown();
        resources.shutdown(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
