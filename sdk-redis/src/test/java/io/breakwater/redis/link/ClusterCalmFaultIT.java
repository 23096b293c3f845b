package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All is well for long; then a master has no slots any more, while somebody waits for its reply. */
class ClusterCalmFaultIT {

    private static final byte[] LOW = "b".getBytes(UTF_8);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final ScriptedRedis first = new ScriptedRedis();
    private final ScriptedRedis second = new ScriptedRedis();
    private final AtomicLong skipped = new AtomicLong();
    private final ClientResources resources = ClientResources.create();
    private final RedisURI seed = RedisURI.create("redis://" + second.hostAndPort());
    private final LinkClient client = new LinkClient(resources, seed, ClientOptions.create(), TIMEOUT);
    private RedisLink link;

    @BeforeEach
    void open() {
        LinkContext context = new LinkContext(
                TIMEOUT, resources.eventExecutorGroup(), () -> System.nanoTime() + skipped.get(), () -> 0.5);
        ClusterServers servers = new ClusterServers("Cluster", List.of(seed), uri -> node(uri, context), context);
        link = new RedisLink("Cluster", new LinkThreads(client, resources), context, servers);
        servers.start(link::topologyChanged);
    }

    private Node node(RedisURI uri, LinkContext context) {
        Dialer dialer = new Dialer(client, uri, Outbox.Merging.OF_ONE_SLOT, context);
        return new Node(Address.name(uri), uri, dialer, new Probe(context, false), context).start();
    }

    @AfterEach
    void close() {
        link.close();
        first.close();
        second.close();
    }

    @Test
    void a_command_is_not_cut_off_at_a_master_that_has_lost_its_last_slot() throws Exception {
        String before = ScriptedRedis.bulk(first.asMaster(1, "0-8191") + second.asMaster(2, "8192-16383"));
        String after = ScriptedRedis.bulk(first.asReplicaOf(second) + second.asMaster(3, "0-16383"));
        first.answer(Map.of("CLUSTER", before));
        second.answer(Map.of("CLUSTER", before));
        Awaiting.until("both", () -> link.isConnected() && link.health().size() == 2);
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        first.answer(command -> {
            if (command.is("GET")) {
                arrived.countDown();
                left.await();
                return ScriptedRedis.late(Duration.ofMillis(600), ScriptedRedis.bulk("late"));
            }
            told.countDown();
            return command.is("CLUSTER") ? before : ScriptedRedis.USUAL;
        });
        second.answer(command -> {
            arrived.await();
            return command.is("CLUSTER") ? after : ScriptedRedis.USUAL;
        });
        skipped.set(Duration.ofSeconds(20).toNanos());
        assertThat(told.await(5, TimeUnit.SECONDS)).isTrue();
        FutureTask<byte[]> slow = new FutureTask<>(() -> link.get(LOW).value());
        new Thread(slow).start();
        Awaiting.until("left", () -> link.health().size() == 1);
        left.countDown();
        assertThat(slow.get(5, TimeUnit.SECONDS)).asString(UTF_8).isEqualTo("late");
    }
}
