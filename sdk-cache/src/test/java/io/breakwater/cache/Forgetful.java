package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.stream.IntStream;

/** A deployment that loses what it has acknowledged: what is written between the two calls is gone after the second. */
interface Forgetful extends AutoCloseable {

    String uri();

    /** Nothing is left. */
    void empty();

    void remember();

    void forget();

    /** As it was at the start, except for who is master. */
    default void restore() {}

    @Override
    void close();

    /** How it comes about. */
    enum Kind {
        /** A server is killed, and restarts from an older dump. */
        RESTART {
            @Override
            Forgetful start() {
                return new Restart(RedisSpec.disposable().start());
            }
        },
        /** A replica takes over that did not hear of it. */
        SENTINEL {
            @Override
            Forgetful start() {
                return new Sentinel(RedisSpec.durable().startSentinel());
            }
        },
        /** The same, in all shards of a Cluster. */
        CLUSTER {
            @Override
            Forgetful start() {
                return new Cluster(RedisSpec.durable().startCluster());
            }
        };

        abstract Forgetful start();
    }

    /** By a dump. */
    record Restart(RedisServer server) implements Forgetful {

        @Override
        public String uri() {
            return server.uri();
        }

        @Override
        public void empty() {
            Plain.ask(server, RedisCommands::flushall);
        }

        @Override
        public void remember() {
            Plain.ask(server, RedisCommands::save);
        }

        @Override
        public void forget() {
            server.kill();
            server.start();
        }

        @Override
        public void close() {
            server.close();
        }
    }

    /** By a replica that is cut off. */
    record Sentinel(RedisSentinel sentinel) implements Forgetful {

        @Override
        public String uri() {
            return sentinel.uri();
        }

        @Override
        public void empty() {
            Plain.ask(sentinel.master(), RedisCommands::flushall);
        }

        @Override
        public void remember() {
            cutOffReplicasOf(sentinel.master(), 2, "mark");
        }

        @Override
        public void forget() {
            sentinel.failover();
        }

        @Override
        public void restore() {
            sentinel.nodes().forEach(Forgetful::welcomeReplicas);
            sentinel.awaitHealthy();
        }

        @Override
        public void close() {
            sentinel.close();
        }
    }

    /** By replicas that are cut off. */
    record Cluster(RedisCluster cluster) implements Forgetful {

        @Override
        public String uri() {
            return cluster.uri();
        }

        @Override
        public void empty() {
            cluster.masters().forEach(master -> Plain.ask(master, RedisCommands::flushall));
        }

        @Override
        public void remember() {
            cluster.masters().forEach(master -> cutOffReplicasOf(master, 1, keyOf(master)));
        }

        private String keyOf(RedisServer master) {
            return IntStream.range(0, 1_000)
                    .mapToObj(number -> "mark" + number)
                    .filter(key -> cluster.masterOf(key).equals(master))
                    .findFirst()
                    .orElseThrow();
        }

        @Override
        public void forget() {
            List<RedisServer> heirs = cluster.replicas();
            heirs.forEach(heir -> Plain.ask(heir, redis -> redis.clusterFailover(false, true)));
            Node.await(() -> cluster.masters().containsAll(heirs));
        }

        @Override
        public void restore() {
            cluster.nodes().forEach(Forgetful::welcomeReplicas);
            cluster.awaitHealthy();
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    /** All that was acknowledged before is with the replicas; nothing comes to them from now on. */
    private static void cutOffReplicasOf(RedisServer master, int replicas, String key) {
        byte[] mark = key.getBytes(US_ASCII);
        Plain.ask(master, redis -> {
            redis.set(mark, mark);
            return redis.waitForReplication(replicas, 10_000);
        });
        Plain.command(master, "ACL", "SETUSER", "default", "-psync", "-sync");
        Plain.ask(master, redis -> redis.clientKill(KillArgs.Builder.typeSlave()));
    }

    private static void welcomeReplicas(RedisServer server) {
        Plain.command(server, "ACL", "SETUSER", "default", "+psync", "+sync");
    }
}
