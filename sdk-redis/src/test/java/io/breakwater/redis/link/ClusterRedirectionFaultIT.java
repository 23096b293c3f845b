package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node names another one: what becomes of the command, of both nodes, and of what is known of the Cluster. */
class ClusterRedirectionFaultIT {

    private static final byte[] KEY = "a".getBytes(UTF_8);
    private static final int SLOT = SlotHash.getSlot("a");
    private static final String ALL = "0-16383";
    private static final String CLUSTERDOWN = "-CLUSTERDOWN The cluster is down\r\n";
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration PATIENT = Duration.ofSeconds(2);

    /** Twice as long as between two looks at what is not needed any more. */
    private static final Duration TWO_TICKS = Duration.ofMillis(600);

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

    @Test
    void a_command_is_not_cut_off_at_a_new_node_that_has_no_slots_yet() {
        String nodes = firstSlotOnItsWayToSecond();
        first.answer(Map.of("CLUSTER", nodes, "GET", ask()));
        second.answer(command -> switch (command.name()) {
            case "CLUSTER" -> nodes;
            case "GET" -> ScriptedRedis.late(TWO_TICKS, ScriptedRedis.bulk("found"));
            default -> ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(PATIENT)) {
            assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("found");
        }
    }

    @Test
    void a_migration_to_a_new_node_takes_one_connection() {
        String nodes = firstSlotOnItsWayToSecond();
        first.answer(Map.of("CLUSTER", nodes, "GET", ask()));
        second.answer(Map.of("CLUSTER", nodes));
        try (RedisLink link = open(PATIENT)) {
            repeatedly(PATIENT, () -> link.get(KEY));
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void what_timed_out_at_a_new_node_is_ended_there_before_the_node_is_used_again() {
        AtomicInteger writing = new AtomicInteger();
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        String nodes = firstSlotOnItsWayToSecond();
        first.answer(Map.of("CLUSTER", nodes, "SET", ask()));
        second.answer(command -> {
            ended.add(command.killed());
            if (command.is("SET") && writing.compareAndSet(0, command.connection())) {
                return ScriptedRedis.never();
            }
            return command.is("CLUSTER") ? nodes : ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(Duration.ofMillis(100))) {
            // The first one to arrive hangs.
            Awaiting.success(() -> link.set(KEY, KEY, TTL));
            assertThat(ended).contains(writing.get());
        }
    }

    /** No node tells of the Cluster meanwhile. */
    @Test
    void a_node_that_moved_has_named_is_not_closed_while_it_has_the_slot() {
        first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, ALL))));
        try (RedisLink link = open(TIMEOUT)) {
            first.answer(Map.of("CLUSTER", "-ERR not now\r\n", "GET", moved("a", second)));
            second.answer(Map.of("CLUSTER", "-ERR not now\r\n"));
            repeatedly(PATIENT, () -> link.get(KEY));
            assertThat(second.connections()).isEqualTo(1);
        }
    }

    @Test
    void what_moved_has_said_is_not_undone_by_a_look_that_began_before() throws Exception {
        String ofThird = third.asMaster(2, "0-9999");
        String before = ScriptedRedis.bulk(first.asMaster(1, "10000-16383") + ofThird);
        String after = ScriptedRedis.bulk(first.asMaster(1, "") + second.asMaster(3, "10000-16383") + ofThird);
        HeldLook look = new HeldLook(before, after);
        first.answer(Map.of("CLUSTER", before));
        third.answer(Map.of("CLUSTER", before));
        second.answer(Map.of("CLUSTER", after));
        try (RedisLink link = open(PATIENT)) {
            Awaiting.until("both masters", () -> link.isConnected() && names(link, third));
            first.answer(look::answeredAtOnce);
            third.answer(look::answeredLate);
            look.begin(link);
            link.get(KEY);
            look.end();
            long moved = System.nanoTime();
            Awaiting.until("known", () -> link.get(KEY) != null && names(link, second));
            assertThat(link.stats().redirects()).isEqualTo(1);
            // Without a look at once, the next one is some 10 s later.
            assertThat(Duration.ofNanos(System.nanoTime() - moved)).isLessThan(Duration.ofSeconds(5));
        }
    }

    /** One node has told what was before; then the slot moves; then the other one tells what was before, too. */
    private final class HeldLook {

        private final String before;
        private final String after;
        private final AtomicBoolean moved = new AtomicBoolean();
        private final AtomicBoolean down = new AtomicBoolean();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch over = new CountDownLatch(1);

        HeldLook(String before, String after) {
            this.before = before;
            this.after = after;
        }

        /** A slot that nobody serves is a reason to look. */
        void begin(RedisLink link) throws InterruptedException {
            assertThatThrownBy(() -> link.get("b".getBytes(UTF_8))).hasMessageContaining("CLUSTERDOWN");
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }

        void end() {
            over.countDown();
        }

        String answeredAtOnce(ScriptedRedis.Command command) {
            return switch (command.name()) {
                case "CLUSTER" -> moved.get() ? after : before;
                case "GET" -> {
                    moved.set(true);
                    yield moved("a", second);
                }
                default -> ScriptedRedis.USUAL;
            };
        }

        String answeredLate(ScriptedRedis.Command command) throws InterruptedException {
            return switch (command.name()) {
                case "CLUSTER" -> down.compareAndSet(true, false) ? heldView() : after;
                case "GET" -> {
                    down.set(true);
                    yield CLUSTERDOWN;
                }
                default -> ScriptedRedis.USUAL;
            };
        }

        private String heldView() throws InterruptedException {
            begun.countDown();
            over.await();
            return before;
        }
    }

    /** What the Cluster says is adopted before there is a connection to the new master: that takes a while. */
    @Test
    void a_command_for_a_master_that_is_being_connected_to_is_not_refused() throws Exception {
        String after = ScriptedRedis.bulk(first.asReplicaOf(second) + second.asMaster(2, ALL));
        first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, ALL) + second.asReplicaOf(first))));
        second.answer(command -> switch (command.name()) {
            case "CLUSTER" -> after;
            case "HELLO" -> ScriptedRedis.late(Duration.ofMillis(400), ScriptedRedis.USUAL);
            default -> ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(PATIENT)) {
            first.answer(command -> switch (command.name()) {
                case "CLUSTER" -> after;
                case "GET" -> moved(command.words().get(1), second);
                default -> ScriptedRedis.USUAL;
            });
            CompletableFuture<?> redirected = CompletableFuture.runAsync(() -> link.get(KEY));
            Awaiting.until("adopted", () -> names(link, second));
            link.get("b".getBytes(UTF_8));
            redirected.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_new_master_gets_its_slots_once_it_is_connected() {
        CountDownLatch connecting = new CountDownLatch(1);
        String after = ScriptedRedis.bulk(first.asMaster(1, "0-5") + second.asMaster(2, "6-16383"));
        first.answer(Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, ALL))));
        second.answer(command -> {
            if (command.is("HELLO")) {
                connecting.await();
            }
            return command.is("GET") ? ScriptedRedis.bulk("second") : ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(PATIENT)) {
            first.answer(Map.of("CLUSTER", after, "GET", ScriptedRedis.bulk("first"), "DEL", CLUSTERDOWN));
            assertThatThrownBy(() -> link.delete(KEY)).hasMessageContaining("CLUSTERDOWN");
            Awaiting.until("connecting", () -> second.connections() > 0);
            for (int i = 0; i < 20; i++) {
                assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("first");
            }
            connecting.countDown();
            Awaiting.until("given its slots", () -> new String(link.get(KEY).value(), UTF_8).equals("second"));
        }
    }

    @Test
    void a_master_that_does_not_answer_at_the_start_does_not_hold_up_the_others() {
        CountDownLatch silence = new CountDownLatch(1);
        first.answer(
                Map.of("CLUSTER", ScriptedRedis.bulk(first.asMaster(1, "10000-16383") + second.asMaster(2, "0-9999"))));
        second.answer(command -> {
            silence.await();
            return ScriptedRedis.USUAL;
        });
        try (RedisLink link = RedisLink.open("redis-cluster://" + first.hostAndPort(), PATIENT)) {
            assertThat(link.get(KEY).value()).isNull();
            assertThatThrownBy(() -> link.get("b".getBytes(UTF_8))).isInstanceOf(RedisUnavailableException.class);
            silence.countDown();
            assertThat(Awaiting.success(() -> link.get("b".getBytes(UTF_8))).value())
                    .isNull();
        }
    }

    /** So it is where slots were handed out by hand (CLUSTER DELSLOTS, ADDSLOTS), which takes no new epoch. */
    @Test
    void a_subscription_follows_a_slot_whose_new_owner_has_a_smaller_epoch() {
        String before = ScriptedRedis.bulk(first.asMaster(9, ALL) + second.asMaster(2, ""));
        String after = ScriptedRedis.bulk(first.asMaster(9, "0-5") + second.asMaster(2, "6-16383"));
        first.answer(Map.of("CLUSTER", before));
        try (RedisLink link = open(TIMEOUT)) {
            first.answer(Map.of("CLUSTER", after, "SSUBSCRIBE", moved("a", second)));
            second.answer(Map.of("CLUSTER", after));
            Recorder recorder = new Recorder();
            var unused = link.subscribe(List.of(KEY), recorder);
            recorder.awaitCount("subscribed", 1);
        }
    }

    @Test
    void a_cluster_that_is_down_is_not_flooded_with_questions() {
        AtomicInteger looks = new AtomicInteger();
        String nodes = ScriptedRedis.bulk(first.asMaster(1, ALL));
        first.answer(command -> {
            if (command.is("CLUSTER")) {
                looks.incrementAndGet();
                return nodes;
            }
            return command.is("GET") ? CLUSTERDOWN : ScriptedRedis.USUAL;
        });
        try (RedisLink link = open(TIMEOUT)) {
            looks.set(0);
            Duration asked = repeatedly(
                    PATIENT,
                    () -> assertThatThrownBy(() -> link.get(KEY))
                            .isInstanceOf(RedisException.class)
                            .hasMessageContaining("CLUSTERDOWN"));
            assertThat(looks.get()).isBetween(2, (int) (asked.toMillis() / 100) * 2);
        }
    }

    /** The second has joined a moment ago; nothing is there yet. */
    private String firstSlotOnItsWayToSecond() {
        return ScriptedRedis.bulk(first.asMaster(1, ALL) + second.asMaster(0, ""));
    }

    private String ask() {
        return "-ASK " + SLOT + " " + second.hostAndPort() + "\r\n";
    }

    private static String moved(String key, ScriptedRedis to) {
        return "-MOVED " + SlotHash.getSlot(key) + " " + to.hostAndPort() + "\r\n";
    }

    private static boolean names(RedisLink link, ScriptedRedis master) {
        return link.health().stream().anyMatch(node -> node.server().endsWith(":" + master.port()));
    }

    /** Says how long it was. */
    private static Duration repeatedly(Duration atLeast, Runnable action) {
        long begin = System.nanoTime();
        long elapsed = 0;
        while (elapsed < atLeast.toNanos()) {
            action.run();
            elapsed = System.nanoTime() - begin;
        }
        return Duration.ofNanos(elapsed);
    }
}
