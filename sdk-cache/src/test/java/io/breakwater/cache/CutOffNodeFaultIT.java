package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.Direction;
import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.Pause;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A node whose way to Redis is held up while Redis loses what it has acknowledged. */
class CutOffNodeFaultIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Table table = new Table("v0");
    private final String name = "cut-off-" + UUID.randomUUID();
    private RedisServer redis;
    private FaultProxy way;
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    /** The second one is behind the proxy. */
    @BeforeEach
    void open() {
        redis = RedisSpec.disposable().start();
        way = FaultProxy.before(redis.port());
        one = Node.on(redis.uri());
        two = Node.on("redis://127.0.0.1:" + way.port());
        here = one.cache(name).readThrough(table);
        there = two.cache(name).readThrough(table);
        one.ready(here);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        way.close();
        redis.close();
    }

    private void remember() {
        Plain.ask(redis, RedisCommands::save);
    }

    private void forget() {
        redis.kill();
        redis.start();
    }

    /** From the second node. */
    private void letReconnectAfter(long generation) {
        way.heal();
        Node.await(() -> two.generation("k") > generation);
    }

    @Test
    @DisplayName("cache X8: who has invalidated remembers it longer than the log does")
    void who_invalidated_remembers_longer_than_the_log() {
        one.messages().lose();
        two.messages().lose();
        assertThat(here.get("k")).isEqualTo("v0");
        remember();
        table.commit("v1");
        there.invalidate("k");
        long generation = two.generation("k");
        way.refuse();
        forget();
        String other = Node.otherKeyOfTheLaneOf("k");
        one.generation("k");
        IntStream.range(0, 1_001).forEach(number -> here.invalidate(other));
        letReconnectAfter(generation);
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X10: who has missed one invalidation and heard of the next remembers the next")
    void what_was_heard_after_a_gap_is_remembered() throws Exception {
        table.commit("v1");
        two.messages().lose();
        here.invalidate("k");
        assertThat(here.get("k")).isEqualTo("v1");
        Node.await(() -> two.messages().arrived() == 1);
        two.messages().deliver();
        remember();
        long generation = two.generation("k");
        // The sync that the gap asks for does not get through.
        Pause asked = way.hold(Direction.REQUESTS);
        table.commit("v2");
        here.invalidate("k");
        asked.awaitReached(PATIENCE);
        one.close();
        forget();
        letReconnectAfter(generation);
        assertThat(there.get("k")).isEqualTo("v2");
    }

    @Test
    @DisplayName("cache X11: what the old connection says of the history counts for no other connection")
    void the_answer_of_an_old_connection_counts_for_it_alone() throws Exception {
        assertThat(here.get("k")).isEqualTo("v0");
        KeptKeys before = KeptKeys.of(redis);
        table.commit("v1");
        there.invalidate("k");
        long generation = two.generation("k");
        Pause answered = way.hold(Direction.REPLIES);
        Background<Void> sync = Background.call(() -> {
            two.beat();
            return null;
        });
        answered.awaitReached(PATIENCE);
        before.restore(redis);
        answered.resume();
        sync.result();
        way.cut();
        letReconnectAfter(generation);
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X12: an acknowledgement that comes when what it acknowledges is lost")
    void a_lost_invalidation_is_acknowledged_late() throws Exception {
        assertThat(here.get("k")).isEqualTo("v0");
        KeptKeys before = KeptKeys.of(redis);
        table.commit("v1");
        long generation = two.generation("k");
        Pause executed = way.hold(Direction.REPLIES);
        Background<Void> change = Background.call(() -> {
            there.invalidate("k");
            return null;
        });
        executed.awaitReached(PATIENCE);
        before.restore(redis);
        executed.resume();
        change.result();
        way.cut();
        letReconnectAfter(generation);
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X35: where a failover breaks no connection, all is well again after the next heartbeat")
    void a_hidden_failover_is_found_by_the_next_heartbeat() {
        assertThat(here.get("k")).isEqualTo("v0");
        KeptKeys before = KeptKeys.of(redis);
        table.commit("v1");
        there.invalidate("k");
        before.restore(redis);
        assertThat(there.lookup("k")).as("until then").isEqualTo(new Lookup<>("v0", Source.SHARED));
        two.beat();
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X36: also an invalidation with a lower number than the last one is applied")
    void a_lower_number_is_applied() {
        assertThat(there.get("k")).isEqualTo("v0");
        KeptKeys before = KeptKeys.of(redis);
        here.invalidate("k");
        here.invalidate("k");
        Node.await(() -> there.stats().heard() == 2);
        before.restore(redis);
        assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v0", Source.SHARED));
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> there.stats().heard() == 3);
        assertThat(there.get("k")).isEqualTo("v1");
    }
}
