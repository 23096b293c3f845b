package io.breakwater.benchmarks.cache;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

/** Redisson as it is out of the box, but with as many Netty threads as there are cores, as lettuce has: 32 are slower. */
final class RedissonClients {

    private static final int CLOSED_WITHIN_SECONDS = 10;

    private RedissonClients() {}

    static RedissonClient open(String uri) {
        Config config = new Config();
        config.setNettyThreads(Math.max(2, Runtime.getRuntime().availableProcessors()));
        config.useSingleServer().setAddress(uri);
        return Redisson.create(config);
    }

    static void close(RedissonClient client) {
        client.shutdown(0, CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }
}
