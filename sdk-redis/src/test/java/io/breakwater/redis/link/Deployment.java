package io.breakwater.redis.link;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.List;

/** The ways in which Redis is deployed, each node behind a fault proxy, with what a test does to the one that has its key. */
interface Deployment extends AutoCloseable {

    /** The tests' keys are all of one slot. */
    String KEY = "{fault}key";

    RedisSpec SPEC = RedisSpec.durable().with("appendfsync", "always").proxied();

    String uri();

    /** The server that has the key at this moment. */
    RedisServer server();

    List<RedisServer> everyone();

    /** Another server takes over, in order. */
    void failOver();

    /** All is as it was at the start, except for who is master. */
    void restore();

    @Override
    void close();

    default FaultProxy proxy() {
        return server().proxy();
    }

    enum Kind {
        STANDALONE {
            @Override
            Deployment start(RedisSpec spec) {
                return new Standalone(spec.start());
            }

            @Override
            Deployment shared(RedisSpec spec) {
                return new Standalone(DevServices.redis(spec));
            }
        },
        SENTINEL {
            @Override
            Deployment start(RedisSpec spec) {
                return new Sentinel(spec.startSentinel());
            }

            @Override
            Deployment shared(RedisSpec spec) {
                return new Sentinel(DevServices.redisSentinel(spec));
            }
        },
        CLUSTER {
            @Override
            Deployment start(RedisSpec spec) {
                return new Cluster(spec.startCluster());
            }

            @Override
            Deployment shared(RedisSpec spec) {
                return new Cluster(DevServices.redisCluster(spec));
            }
        };

        abstract Deployment start(RedisSpec spec);

        /** The servers that all tests of this JVM share: not to be broken. */
        abstract Deployment shared(RedisSpec spec);

        Deployment start() {
            return start(SPEC);
        }

        Deployment shared() {
            return shared(RedisSpec.durable());
        }
    }

    record Standalone(RedisServer server) implements Deployment {

        @Override
        public String uri() {
            return server.uri();
        }

        @Override
        public List<RedisServer> everyone() {
            return List.of(server);
        }

        @Override
        public void failOver() {
            server.kill();
            server.start();
        }

        @Override
        public void restore() {
            server.proxy().heal();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    record Sentinel(RedisSentinel sentinel) implements Deployment {

        @Override
        public String uri() {
            return sentinel.uri();
        }

        @Override
        public RedisServer server() {
            return sentinel.master();
        }

        @Override
        public List<RedisServer> everyone() {
            return sentinel.nodes();
        }

        @Override
        public void failOver() {
            sentinel.failover();
        }

        @Override
        public void restore() {
            everyone().forEach(node -> node.proxy().heal());
            sentinel.awaitHealthy();
        }

        @Override
        public void close() {
            sentinel.close();
        }
    }

    record Cluster(RedisCluster cluster) implements Deployment {

        @Override
        public String uri() {
            return cluster.uri();
        }

        @Override
        public RedisServer server() {
            return cluster.masterOf(KEY);
        }

        @Override
        public List<RedisServer> everyone() {
            return cluster.nodes();
        }

        @Override
        public void failOver() {
            cluster.failover(server());
        }

        @Override
        public void restore() {
            everyone().forEach(node -> node.proxy().heal());
            cluster.awaitHealthy();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
