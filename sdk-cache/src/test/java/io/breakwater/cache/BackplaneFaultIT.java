package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.KillArgs;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a node still hears of the others when its connections break, fall silent, or bring what it does not understand. */
class BackplaneFaultIT {

    private static final byte[] CHANNEL = RedisNames.channel(Node.laneOf("k"));

    private static RedisServer redis;

    private final Table table = new Table("v0");
    private final String name = "backplane-" + UUID.randomUUID();
    private FaultProxy way;
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    @BeforeAll
    static void start() {
        redis = RedisSpec.disposable().start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void open() {
        way = FaultProxy.before(redis.port());
        one = Node.on(redis.uri());
        openBehindProxy(Duration.ofSeconds(10), Node.NEVER);
        here = one.cache(name).readThrough(table);
        one.ready(here);
    }

    private void openBehindProxy(Duration timeout, Duration heartbeat) {
        two = Node.on("redis://127.0.0.1:" + way.port(), timeout, heartbeat);
        there = two.cache(name).readThrough(table);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        way.close();
    }

    private void cacheNearThere() {
        assertThat(there.get("k")).isEqualTo("v0");
        assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v0", Source.NEAR));
    }

    private void publish(byte... message) {
        Plain.ask(redis, commands -> commands.publish(CHANNEL, message));
    }

    @Test
    @DisplayName("cache F1: what was said while there was no subscription is asked for when there is one again")
    void a_killed_subscription() {
        cacheNearThere();
        two.messages().lose();
        table.commit("v1");
        here.invalidate("k");
        assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v0", Source.NEAR));
        Plain.ask(redis, commands -> commands.clientKill(KillArgs.Builder.typePubsub()));
        Node.await(() -> there.get("k").equals("v1"));
    }

    @Test
    @DisplayName("cache F2: a connection that has died without a word is noticed and replaced")
    void a_half_open_connection() {
        two.close();
        openBehindProxy(Duration.ofMillis(300), Duration.ofSeconds(1));
        cacheNearThere();
        way.loseServer();
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> there.get("k").equals("v1"));
        table.commit("v2");
        here.invalidate("k");
        Node.await(() -> there.get("k").equals("v2"));
    }

    @Test
    @DisplayName("cache F3: a lost message is found by the next heartbeat")
    void a_lost_message_is_found_by_the_next_heartbeat() {
        cacheNearThere();
        two.messages().lose();
        table.commit("v1");
        here.invalidate("k");
        assertThat(there.get("k")).as("until then").isEqualTo("v0");
        two.beat();
        assertThat(there.get("k")).isEqualTo("v1");
        assertThat(there.stats().flushes()).as("nothing else is dropped").isEqualTo(Lane.COUNT);
    }

    @Test
    @DisplayName("cache F3: a lost message is found by the next one")
    void a_lost_message_is_found_by_the_next_one() {
        cacheNearThere();
        two.messages().lose();
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> two.messages().arrived() == 1);
        two.messages().deliver();
        here.invalidate(Node.otherKeyOfTheLaneOf("k"));
        Node.await(() -> there.get("k").equals("v1"));
    }

    @Test
    @DisplayName("cache F7: to clear one cache leaves the others as they are")
    void a_clear_is_of_one_cache() {
        ReadThrough<String, String> longer = two.ready(two.cache(name + "s").readThrough(table));
        cacheNearThere();
        assertThat(longer.get("k")).isEqualTo("v0");
        table.commit("v1");
        here.clear();
        Node.await(() -> two.messages().arrived() == Lane.COUNT);
        assertThat(there.get("k")).isEqualTo("v1");
        assertThat(longer.lookup("k")).isEqualTo(new Lookup<>("v0", Source.NEAR));
        assertThat(longer.lookup("k", ReadOptions.defaults().skipNear())).isEqualTo(new Lookup<>("v0", Source.SHARED));
    }

    @Test
    @DisplayName("cache F9: a message of a newer release drops the lane, since nobody knows what it changes")
    void a_message_of_a_newer_release() {
        cacheNearThere();
        long arrived = two.messages().arrived();
        table.commit("v1");
        RecordInRedis.of(redis, name, "k").remove();
        publish((byte) 0x21, (byte) 1);
        Node.await(() -> two.messages().arrived() > arrived);
        assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache F9: what ends too early or names another cache harms nobody")
    void messages_without_sense() {
        cacheNearThere();
        publish();
        publish((byte) 0x11, (byte) 1);
        publish((byte) 0x12, (byte) 127, (byte) 'x');
        publish((byte) 0x13, (byte) -1);
        Node.await(() -> two.messages().arrived() == 4);
        assertThat(there.get("k")).isEqualTo("v0");
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> there.get("k").equals("v1"));
    }
}
