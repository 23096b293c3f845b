package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Cluster that changes does to a link. */
class ClusterChangesFaultIT {

    private static final Duration TIMEOUT = Duration.ofMillis(300);
    private static final Duration TTL = Duration.ofMinutes(5);

    private RedisCluster cluster;
    private RedisLink link;

    @BeforeEach
    void start() {
        cluster = RedisSpec.disposable().startCluster();
        link = RedisLink.open(cluster.uri(), TIMEOUT);
        Awaiting.until("connected", link::isConnected);
    }

    @AfterEach
    void stop() {
        link.close();
        cluster.close();
    }

    @Test
    void masters_are_looked_for_again_and_again_while_one_cannot_be_reached() {
        RedisServer dead = cluster.masterOf("a");
        RedisServer alive =
                cluster.masters().stream().filter(m -> m != dead).findFirst().orElseThrow();
        dead.kill();
        Awaiting.until("noticed", () -> !link.isConnected());
        long before = looks(alive);
        // In calm they are looked for each 10 s: three times while this waits.
        Awaiting.until("asked eight times", () -> looks(alive) >= before + 8 || link.isConnected());
    }

    @Test
    void the_only_seed_may_die_for_good() {
        RedisServer seed = cluster.masterOf("a");
        byte[] key = "a".getBytes(UTF_8);
        try (RedisLink single = RedisLink.open("redis-cluster://127.0.0.1:" + seed.port(), TIMEOUT)) {
            Awaiting.until("connected", single::isConnected);
            seed.kill();
            Awaiting.success(() -> single.set(key, key, TTL));
            assertThat(single.get(key).value()).isEqualTo(key);
        }
    }

    private static long looks(RedisServer server) {
        String stats = Plain.ask(server, redis -> redis.info("commandstats"));
        return stats.lines()
                .filter(l -> l.startsWith("cmdstat_cluster|nodes:calls="))
                .mapToLong(l -> Long.parseLong(l.replaceFirst("[^=]*=([0-9]+),.*", "$1")))
                .findFirst()
                .orElse(0);
    }

    /** "CLUSTERDOWN Hash slot not served" is about one slot, not about the server. */
    @Test
    void a_slot_without_owner_does_not_stop_the_others() {
        cluster.nodes().forEach(n -> n.configure("cluster-require-full-coverage", "no"));
        RedisServer owner = cluster.masterOf("a");
        int slot = SlotHash.getSlot("a");
        cluster.nodes().forEach(n -> Plain.ask(n, redis -> redis.clusterDelSlots(slot)));
        String good = null;
        for (int i = 0; good == null; i++) {
            String key = "k" + i;
            if (cluster.masterOf(key) == owner && SlotHash.getSlot(key) != slot) {
                good = key;
            }
        }
        byte[] other = good.getBytes(UTF_8);
        link.set(other, other, TTL);
        int refused = 0;
        for (int i = 0; i < 40; i++) {
            try {
                link.get("a".getBytes(UTF_8));
            } catch (RedisException expected) {
                // this one has no server
            }
            try {
                link.get(other);
            } catch (RedisException e) {
                refused++;
            }
        }
        String key = good;
        String answered = Plain.ask(owner, redis -> redis.get(key));
        assertThat(answered).as("what the server itself answers").isEqualTo(key);
        assertThat(refused).as("GETs of a slot that is served, of 40").isZero();
    }

    /** MOVED 15495 :7001 means: the host that you asked (cluster-preferred-endpoint-type unknown-endpoint). */
    @Test
    void a_redirection_without_host_is_to_the_same_host() {
        cluster.nodes().forEach(n -> n.configure("cluster-preferred-endpoint-type", "unknown-endpoint"));
        byte[] key = "a".getBytes(UTF_8);
        link.set(key, key, TTL);
        List<Throwable> failures = new ArrayList<>();
        // The link may look by itself at that very moment, and need no redirection.
        Awaiting.until("redirected", () -> {
            cluster.failover(cluster.masterOf("a"));
            for (int i = 0; i < 20; i++) {
                try {
                    link.set(key, key, TTL);
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            }
            return link.stats().redirects() + failures.size() > 0;
        });
        assertThat(failures).allSatisfy(f -> assertThat(f).isInstanceOf(RedisException.class));
    }

    /** Reply: "Generations ... grow". */
    @Test
    void generations_do_not_go_back_while_a_slot_is_migrated() {
        byte[] here = "{a}here".getBytes(UTF_8);
        byte[] gone = "{a}gone".getBytes(UTF_8);
        link.set(here, here, TTL);
        RedisServer owner = cluster.masterOf("a");
        RedisServer target =
                cluster.masters().stream().filter(m -> m != owner).findFirst().orElseThrow();
        cluster.beginMigration("a", target);
        List<Long> generations = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            generations.add(link.get(gone).generation());
            generations.add(link.get(here).generation());
        }
        assertThat(generations).isSorted();
    }

    @Test
    void a_subscription_follows_its_slot() {
        Recorder recorder = new Recorder();
        var unused = link.subscribe(List.of("{a}channel".getBytes(UTF_8)), recorder);
        recorder.awaitCount("subscribed", 1);
        RedisServer owner = cluster.masterOf("a");
        RedisServer target =
                cluster.masters().stream().filter(m -> m != owner).findFirst().orElseThrow();
        cluster.beginMigration("a", target);
        cluster.finishMigration("a");
        recorder.awaitCount("subscribed", 2);
        Awaiting.success(() -> link.publish("{a}channel".getBytes(UTF_8), "moved".getBytes(UTF_8)));
        recorder.awaitCount("{a}channel=moved", 1);
    }

    @Test
    void a_cluster_link_to_a_server_that_is_none_says_why() {
        try (RedisServer single = RedisSpec.disposable().start();
                RedisLink wrong = RedisLink.open(single.uri().replace("redis://", "redis-cluster://"), TIMEOUT)) {
            assertThatThrownBy(() -> wrong.get("a".getBytes(UTF_8)))
                    .isInstanceOf(RedisUnavailableException.class)
                    .hasMessageContaining("cluster support disabled");
        }
    }
}
