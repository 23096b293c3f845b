package io.breakwater.benchmarks.redis;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisUnavailableException;
import io.breakwater.redis.link.RedisLink;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a call costs while the server is gone: the way into the link, the refusal, and its catching. */
public class RefusalBenchmark {

    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** A link whose server was there and is gone. */
    @State(Scope.Benchmark)
    public static class Link {

        private final RedisServer server = RedisSpec.disposable().start();
        private final RedisLink link = RedisLink.open(server.uri(), TIMEOUT);

        /** Kills the server. */
        @Setup(Level.Trial)
        public void kill() {
            link.get(Keys.key());
            server.kill();
        }

        /** Ends all. */
        @TearDown(Level.Trial)
        public void close() {
            link.close();
            server.close();
        }
    }

    /** A link to a Cluster that nobody has found yet. */
    @State(Scope.Benchmark)
    public static class ClusterLink {

        private final RedisLink link = RedisLink.open("redis-cluster://" + nobody(), TIMEOUT);

        private static String nobody() {
            try (RedisServer server = RedisSpec.disposable().start()) {
                return "127.0.0.1:" + server.port();
            }
        }

        /** Ends it. */
        @TearDown(Level.Trial)
        public void close() {
            link.close();
        }
    }

    /** A lettuce connection that rejects commands, whose server was there and is gone. */
    @State(Scope.Benchmark)
    public static class Lettuce {

        private final RedisServer server = RedisSpec.disposable().start();
        private final RedisClient client = rejecting(server.uri());
        private final StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);

        private static RedisClient rejecting(String uri) {
            RedisClient client = RedisClient.create(uri);
            client.setOptions(ClientOptions.builder()
                    .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
            return client;
        }

        /** Kills the server. */
        @Setup(Level.Trial)
        public void kill() {
            connection.sync().get(Keys.key());
            server.kill();
        }

        /** Ends all. */
        @TearDown(Level.Trial)
        public void close() {
            client.shutdown();
            server.close();
        }
    }

    /**
     * A refusal by the link.
     *
     * @param state of all threads
     * @return what was thrown
     */
    @Benchmark
    public Object link(Link state) {
        try {
            return state.link.get(Keys.key());
        } catch (RedisUnavailableException e) {
            return e;
        }
    }

    /**
     * A refusal by the link to a Cluster.
     *
     * @param state of all threads
     * @return what was thrown
     */
    @Benchmark
    public Object clusterLink(ClusterLink state) {
        try {
            return state.link.get(Keys.key());
        } catch (RedisUnavailableException e) {
            return e;
        }
    }

    /**
     * A refusal by lettuce.
     *
     * @param state of all threads
     * @return what was thrown
     */
    @Benchmark
    public Object lettuce(Lettuce state) {
        try {
            return state.connection.sync().get(Keys.key());
        } catch (RedisException e) {
            return e;
        }
    }
}
