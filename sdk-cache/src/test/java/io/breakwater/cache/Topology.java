package io.breakwater.cache;

import io.breakwater.devservices.DevServices;

/** Where Redis can differ. */
enum Topology {
    STANDALONE,
    SENTINEL,
    CLUSTER;

    String uri() {
        return switch (this) {
            case STANDALONE -> DevServices.redis().uri();
            case SENTINEL -> DevServices.redisSentinel().uri();
            case CLUSTER -> DevServices.redisCluster().uri();
        };
    }
}
