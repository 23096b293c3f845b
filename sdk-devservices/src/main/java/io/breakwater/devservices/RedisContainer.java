package io.breakwater.devservices;

import io.breakwater.devservices.testcontainers.ContainerPlan;
import java.util.List;
import java.util.Map;

/** A standalone Redis in a container. */
final class RedisContainer {

    private static final String IMAGE = "redis:7.0.15-alpine";
    /** In the folder that the image hands to the user of its server, who then may rewrite it (CONFIG REWRITE). */
    private static final String CONFIGURATION = "/data/redis.conf";

    private static final int PORT = 6379;

    private RedisContainer() {}

    static ContainerPlan plan(RedisSpec spec, int port) {
        return new ContainerPlan(
                "redis",
                IMAGE,
                "",
                List.of("redis-server", CONFIGURATION),
                PORT,
                port,
                "redis-" + port,
                Map.of(CONFIGURATION, configuration(spec)));
    }

    /** Only 127.0.0.1 of this machine leads there, and Redis sees its clients come from elsewhere. */
    private static String configuration(RedisSpec spec) {
        return new RedisConf()
                .set("port", PORT)
                .set("protected-mode", "no")
                .set("daemonize", "no")
                .set("dir", "/data")
                .setAll(spec.settings())
                .toString();
    }
}
