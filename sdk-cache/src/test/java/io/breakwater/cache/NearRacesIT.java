package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Direction;
import io.breakwater.devservices.FaultProxy;
import io.breakwater.devservices.Pause;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a value that is on its way from Redis into a node's memory while it changes. */
class NearRacesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String name = "near-races-" + UUID.randomUUID();
    private final Table table = new Table("v0");
    private final GatedCodec codec = new GatedCodec();
    private FaultProxy proxy;
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    @BeforeEach
    void open() {
        proxy = FaultProxy.before(DevServices.redis().port());
        one = Node.on("redis://127.0.0.1:" + proxy.port());
        two = Node.on(Topology.STANDALONE.uri());
        here = one.cache(name).shared(one.redis(), codec).readThrough(table);
        there = two.cache(name).shared(two.redis(), new GatedCodec()).readThrough(table);
        one.ready(here);
        two.ready(there);
        // None of its own messages helps the node that made the change.
        one.messages().hold();
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        proxy.close();
    }

    /** A read of the first node that has the answer of Redis in its hands. */
    private Background<String> readHereUntilDecoded(Gate gate) {
        codec.beforeDecode = gate;
        Background<String> reader = Background.call(() -> here.get("k"));
        gate.awaitReached();
        codec.beforeDecode = GatedCodec.open();
        return reader;
    }

    @Test
    @DisplayName("cache X3: the near value goes after the one in Redis, not before")
    void near_goes_after_redis() throws Exception {
        assertThat(here.get("k")).isEqualTo("v0");
        table.commit("v1");
        Pause executed = proxy.hold(Direction.REPLIES);
        Background<Void> change = Background.call(() -> {
            here.invalidate("k");
            return null;
        });
        executed.awaitReached(PATIENCE);
        assertThat(here.stats().nearSize())
                .as("near values while Redis is told")
                .isEqualTo(1);
        executed.resume();
        change.result();
        assertThat(here.stats().nearSize()).isZero();
        assertThat(here.get("k")).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache X4, X5, A4, F5: the node that invalidates brings no old value back, also where none was near")
    void who_reads_while_its_own_node_invalidates_keeps_nothing() throws Exception {
        assertThat(there.get("k")).isEqualTo("v0");
        Gate gate = new Gate();
        Background<String> reader = readHereUntilDecoded(gate);
        table.commit("v1");
        here.invalidate("k");
        gate.open();
        assertThat(reader.result()).isEqualTo("v0");
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    @DisplayName("cache X4, A3: a message that finds nothing near keeps what is on its way from coming")
    void who_reads_while_another_node_invalidates_keeps_nothing() throws Exception {
        assertThat(there.get("k")).isEqualTo("v0");
        one.messages().deliver();
        Gate gate = new Gate();
        Background<String> reader = readHereUntilDecoded(gate);
        table.commit("v1");
        long arrived = one.messages().arrived();
        there.invalidate("k");
        Node.await(() -> one.messages().arrived() > arrived);
        gate.open();
        assertThat(reader.result()).isEqualTo("v0");
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }
}
