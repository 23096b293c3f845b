package io.breakwater.benchmarks.redis;

import io.breakwater.benchmarks.Area;
import io.breakwater.benchmarks.Bound;
import io.breakwater.benchmarks.Contender;
import io.breakwater.benchmarks.Entrant;
import io.breakwater.benchmarks.Findings;
import io.breakwater.benchmarks.JarVersion;
import io.breakwater.benchmarks.JmhEntry;
import io.breakwater.benchmarks.JmhRounds;
import io.breakwater.benchmarks.Load;
import io.breakwater.benchmarks.Measure;
import io.breakwater.benchmarks.Plan;
import io.breakwater.benchmarks.Series;
import io.breakwater.benchmarks.Target;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** GET of a value that is there, by threads that share one connection; and GET while the server is gone. */
public final class RedisArea implements Area {

    private static final List<Integer> THREADS = List.of(1, 8, 32);

    private static final List<Integer> CALLERS = List.of(1, 2);
    private static final String REFUSED = "GET, server gone";

    private static final Target UNDER_A_MICROSECOND = Target.of(
            "a refusal makes an exception with its message, and catches it", Bound.atMost(Measure.NANOS, 1_000));

    private static final Target AS_FAST_AS_RAW = Target.of(
            "each call waits for a future with a time limit and checks the link's state, which the bare client does not",
            Bound.atLeast(Measure.RATIO_TO_RAW, 1),
            Bound.atMost(Measure.COMMANDS_PER_OP, 1));

    /** Found as a service. */
    public RedisArea() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String about() {
        return "GET of 1 KB from Redis over one connection, and while the server is gone; raw is lettuce";
    }

    @Override
    public Findings measure(Plan plan) throws Exception {
        try (RedisServer server = RedisSpec.disposable().start();
                RedisCounters counters = RedisCounters.of(server.uri())) {
            fill(server.uri());
            List<Series> series =
                    new ArrayList<>(new Load(plan, counters).run("GET 1 KB", contenders(server.uri()), THREADS));
            series.addAll(new JmhRounds(RefusalBenchmark.class, plan, Map.of()).run(refusals(), CALLERS));
            return new Findings(series, versions(counters));
        }
    }

    private static List<JmhEntry> refusals() {
        return List.of(
                new JmhEntry(REFUSED, Entrant.raw("lettuce, rejecting"), "lettuce"),
                new JmhEntry(REFUSED, Entrant.rawAgain(), "lettuce"),
                new JmhEntry(REFUSED, Entrant.ours("sdk-redis").aiming(UNDER_A_MICROSECOND, 1, 2), "link"),
                new JmhEntry(
                        REFUSED,
                        Entrant.ours("sdk-redis, no Cluster found").aiming(UNDER_A_MICROSECOND, 1, 2),
                        "clusterLink"));
    }

    /** A peer needs a line here and a {@link io.breakwater.benchmarks.Subject} of its own. */
    static List<Contender> contenders(String uri) {
        return List.of(
                new Contender(Entrant.raw("bare lettuce"), () -> LettuceGet.bare(uri)),
                new Contender(Entrant.rawAgain(), () -> LettuceGet.bare(uri)),
                new Contender(
                        Entrant.peer("lettuce, flushes consolidated"), () -> LettuceGet.withFlushConsolidation(uri)),
                new Contender(Entrant.ours("sdk-redis").aiming(AS_FAST_AS_RAW, 1, 8, 32), () -> new RedisLinkGet(uri)));
    }

    static void fill(String uri) {
        RedisClient client = RedisClient.create(uri);
        try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
            connection.sync().set(Keys.key(), new byte[Keys.VALUE_BYTES], SetArgs.Builder.ex(Duration.ofDays(1)));
        } finally {
            client.shutdown();
        }
    }

    private static Map<String, String> versions(RedisCounters counters) {
        return Map.of(
                "Redis server", counters.version(),
                "lettuce", JarVersion.of(RedisClient.class),
                "Netty", JarVersion.of(FlushConsolidationHandler.class));
    }
}
