package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A watch that stands is told of every change, or that it does not stand any more. */
class WatchFaultIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final String ALL = "0-16383";
    private static final String CLUSTERDOWN = "-CLUSTERDOWN The cluster is down\r\n";
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    private final Recorder told = new Recorder();

    /** The new master does not let it watch, so that nothing else is told. */
    @Test
    void a_watch_whose_server_is_left_says_that_it_was_interrupted() {
        try (ScriptedRedis old = new ScriptedRedis();
                ScriptedRedis next = new ScriptedRedis()) {
            String before = ScriptedRedis.bulk(old.asMaster(1, ALL) + next.asReplicaOf(old));
            String after = ScriptedRedis.bulk(old.asReplicaOf(next) + next.asMaster(2, ALL));
            String moved = "-MOVED " + SlotHash.getSlot("a") + " " + next.hostAndPort() + "\r\n";
            old.answer(Map.of("CLUSTER", before));
            next.answer(command -> command.is("CLIENT", "TRACKING")
                    ? "-NOPERM not here\r\n"
                    : command.is("CLUSTER") ? after : ScriptedRedis.USUAL);
            try (RedisLink link = RedisLink.open("redis-cluster://" + old.hostAndPort(), TIMEOUT)) {
                Awaiting.until("connected", link::isConnected);
                var unused = link.watch(List.of(KEY), told);
                told.awaitCount("watching", 1);
                old.answer(Map.of("CLUSTER", after, "GET", moved));
                Awaiting.success(() -> link.get(KEY));
                told.awaitCount("interrupted", 1);
            }
        }
    }

    /** Whatever the client speaks otherwise, tracking needs RESP3. */
    @Test
    void a_watch_over_a_client_of_resp2_is_told_of_changes() {
        ClientOptions options =
                ClientOptions.builder().protocolVersion(ProtocolVersion.RESP2).build();
        try (RedisServer server = RedisSpec.disposable().start();
                OwnClient own = OwnClient.to(server.uri(), options, ClientResources.create());
                RedisLink link = own.link(TIMEOUT)) {
            var unused = link.watch(List.of(KEY), told);
            told.awaitCount("watching", 1);
            link.set(KEY, KEY, TTL);
            told.awaitCount("changed a", 1);
        }
    }

    /** There tracking could be switched on, and nothing would ever be told. */
    @Test
    void a_watch_never_stands_at_a_server_that_speaks_only_resp2() {
        String unknown = "-ERR unknown command 'HELLO'\r\n";
        try (ScriptedRedis server = new ScriptedRedis(command -> command.is("HELLO") ? unknown : ScriptedRedis.USUAL);
                RedisLink link = RedisLink.open("redis://" + server.hostAndPort(), TIMEOUT)) {
            Awaiting.until("connected", link::isConnected);
            var unused = link.watch(List.of(KEY), told);
            Awaiting.until("tried several times", () -> server.connections() >= 5);
            assertThat(told.events()).isEmpty();
        }
    }

    /** Two masters are left at once; what the first one's end tells closes the watch. */
    @Test
    void nothing_is_told_once_a_watch_was_closed_by_what_it_told() {
        try (ScriptedRedis stays = new ScriptedRedis();
                ScriptedRedis goes = new ScriptedRedis();
                ScriptedRedis goesToo = new ScriptedRedis()) {
            String before = ScriptedRedis.bulk(
                    stays.asMaster(1, "0-9") + goes.asMaster(2, "10-8000") + goesToo.asMaster(3, "8001-16383"));
            String after = ScriptedRedis.bulk(stays.asMaster(9, ALL) + goes.asMaster(2, "") + goesToo.asMaster(3, ""));
            List<ScriptedRedis> nodes = List.of(stays, goes, goesToo);
            nodes.forEach(node -> node.answer(Map.of("CLUSTER", before)));
            try (RedisLink link = RedisLink.open("redis-cluster://" + stays.hostAndPort(), TIMEOUT)) {
                Awaiting.until("connected", link::isConnected);
                ClosedByItsEnd watcher = new ClosedByItsEnd();
                watcher.subscription = link.watch(List.of(KEY), watcher);
                told.awaitCount("watching", 3);
                nodes.forEach(node -> node.answer(Map.of("CLUSTER", after, "GET", CLUSTERDOWN)));
                assertThatThrownBy(() -> link.get(KEY)).isInstanceOf(RedisException.class);
                told.awaitCount("interrupted", 1);
                awaitTheEndOfTheChange(link);
                assertThat(told.count("interrupted")).isEqualTo(1);
            }
        }
    }

    /** Changes come one after the other: this one, and one more. */
    private static void awaitTheEndOfTheChange(RedisLink link) {
        Recorder later = new Recorder();
        Awaiting.until("one master", () -> link.health().size() == 1);
        var unused = link.watch(List.of(KEY), later);
        later.awaitCount("watching", 1);
    }

    private final class ClosedByItsEnd implements KeyWatcher {

        private volatile Subscription subscription;

        @Override
        public void watching(long generation) {
            told.watching(generation);
        }

        @Override
        public void changed(byte[] key, long generation) {
            told.changed(key, generation);
        }

        @Override
        public void flushed(long generation) {
            told.flushed(generation);
        }

        @Override
        public void interrupted(long generation) {
            told.interrupted(generation);
            subscription.close();
        }
    }
}
