package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link knows of a Cluster some of whose nodes are silent, forgetful, or known by two names. */
class ClusterSightFaultIT {

    /** Of slot 15495. */
    private static final byte[] HIGH = "a".getBytes(UTF_8);

    /** Of slot 3300. */
    private static final byte[] LOW = "b".getBytes(UTF_8);

    private static final String ALL = "0-16383";
    private static final String CLUSTERDOWN = "-CLUSTERDOWN The cluster is down\r\n";
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final ScriptedRedis first = new ScriptedRedis();
    private final ScriptedRedis second = new ScriptedRedis();
    private final ScriptedRedis third = new ScriptedRedis();

    @AfterEach
    void close() {
        first.close();
        second.close();
        third.close();
    }

    private RedisLink open(Duration timeout) {
        RedisLink link = RedisLink.open("redis-cluster://" + first.hostAndPort(), timeout);
        Awaiting.until("connected", link::isConnected);
        return link;
    }

    /** It is cut off without a word; nobody has a command for it; and the other one is gone. */
    @Test
    void a_silent_master_that_nobody_uses_does_not_hide_where_the_others_are() {
        String ofSecond = second.asMaster(2, "8192-16383");
        String before = ScriptedRedis.bulk(first.asMaster(1, "0-8191") + ofSecond + third.asReplicaOf(first));
        first.answer(Map.of("CLUSTER", before));
        second.answer(Map.of("CLUSTER", before));
        third.answer(Map.of("CLUSTER", ScriptedRedis.bulk(third.asMaster(3, "0-8191") + ofSecond)));
        try (RedisLink link = open(TIMEOUT)) {
            second.answer(command -> ScriptedRedis.never());
            first.close();
            assertThat(Awaiting.success(() -> link.get(LOW)).value()).isNull();
        }
    }

    /** It was started anew, without its configuration, after its replica had taken over; and there is no other connection. */
    @Test
    void a_master_that_has_forgotten_the_cluster_does_not_hide_it() {
        first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, ALL) + second.asReplicaOf(first))));
        second.answer(Map.of("CLUSTER", ScriptedRedis.bulk(second.asMaster(2, ALL))));
        try (RedisLink link = open(TIMEOUT)) {
            first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(0, "")), "GET", CLUSTERDOWN));
            assertThat(Awaiting.success(() -> link.get(HIGH)).value()).isNull();
        }
    }

    /** As with cluster-preferred-endpoint-type hostname: MOVED says the name, and the map the number. */
    @Test
    void what_timed_out_at_a_server_by_one_name_is_ended_before_it_is_used_by_another() {
        AtomicInteger writing = new AtomicInteger();
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        String named = second.asMaster(2, "11-16383").replace("@1", "@1,localhost");
        String after = ScriptedRedis.bulk(first.asMaster(1, "0-10") + named);
        first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, ALL) + named.replace("11-16383", ""))));
        second.answer(command -> {
            ended.add(command.killed());
            if (command.is("SET") && writing.compareAndSet(0, command.connection())) {
                return ScriptedRedis.never();
            }
            return command.is("CLUSTER") ? after : ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(TIMEOUT)) {
            first.answer(Map.of("CLUSTER", after, "SET", "-MOVED 15495 localhost:" + second.port() + "\r\n"));
            Awaiting.success(() -> link.set(HIGH, HIGH, TTL));
            assertThat(ended).contains(writing.get());
        }
    }

    /** A Cluster that was put together by hand may have a master of the epoch 0. */
    @Test
    void a_watch_follows_a_slot_that_moved_to_a_master_of_epoch_0() {
        String before = ScriptedRedis.bulk(first.asMaster(1, ALL) + second.asMaster(0, ""));
        String after = ScriptedRedis.bulk(first.asMaster(1, "0-15494 15496-16383") + second.asMaster(0, "15495"));
        first.answer(Map.of("CLUSTER", before));
        second.answer(Map.of("CLUSTER", after));
        try (RedisLink link = open(TIMEOUT)) {
            Recorder told = new Recorder();
            var unused = link.watch(List.of(HIGH), told);
            told.awaitCount("watching", 1);
            first.answer(Map.of("CLUSTER", after, "GET", "-MOVED 15495 " + second.hostAndPort() + "\r\n"));
            link.get(HIGH);
            told.awaitCount("watching", 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_generation_of_a_slot_on_its_way_to_a_node_connected_later_does_not_go_back(boolean many) {
        String nodes = ScriptedRedis.bulk(first.asMaster(1, ALL) + second.asMaster(2, ""));
        first.answer(Map.of("CLUSTER", nodes));
        second.answer(Map.of("CLUSTER", nodes));
        try (RedisLink link = open(TIMEOUT)) {
            long here = generation(link, HIGH, many);
            first.answer(Map.of("CLUSTER", nodes, "GET", "-ASK 15495 " + second.hostAndPort() + "\r\n"));
            long onItsWay = generation(link, HIGH, many);
            first.answer(Map.of("CLUSTER", nodes));
            assertThat(onItsWay).isGreaterThan(here);
            assertThat(generation(link, HIGH, many)).isEqualTo(onItsWay);
            assertThat(generation(link, LOW, many)).isLessThan(onItsWay);
        }
    }

    private static long generation(RedisLink link, byte[] key, boolean many) {
        Reply<byte[]> reply = many ? link.getAll(List.of(key)).get(0).orThrow() : link.get(key);
        return reply.generation();
    }
}
