package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A Redis that has lost what it had. */
class EmptiedRedisFaultIT {

    private final RedisServer server = RedisSpec.disposable().start();
    private final Node one = node();
    private final Node two = node();
    private final AtomicInteger loads = new AtomicInteger();
    private final ReadThrough<String, String> here =
            one.ready(one.cache("posts").readThrough(this::load));
    private final ReadThrough<String, String> there =
            two.ready(two.cache("posts").readThrough(this::load));

    @AfterEach
    void close() {
        one.close();
        two.close();
        server.close();
    }

    @Test
    @DisplayName(
            "cache G4: after a FLUSHALL nothing near outlives the next heartbeat, and invalidations are heard again")
    void flushall() {
        assertThat(here.get("key")).isEqualTo("v1");
        assertThat(there.get("key")).isEqualTo("v1");
        try (Records records = new Records(server.uri(), "posts")) {
            records.commands().flushall();
        }
        there.invalidate("key");
        one.beat();
        assertThat(here.lookup("key")).isEqualTo(new Lookup<>("v2", Source.LOADER));
        assertThat(there.lookup("key")).isEqualTo(new Lookup<>("v2", Source.SHARED));
        there.invalidate("key");
        Node.await(() -> here.get("key").equals("v3"));
    }

    @Test
    @DisplayName("cache G4: nor does anything near outlive the return of a server that comes back empty")
    void an_empty_restart() {
        assertThat(here.get("key")).isEqualTo("v1");
        assertThat(there.get("key")).isEqualTo("v1");
        server.kill();
        server.startEmpty();
        Node.await(() -> one.redis().isConnected() && two.redis().isConnected());
        there.invalidate("key");
        Node.await(() -> here.get("key").equals("v2"));
        assertThat(there.get("key")).isEqualTo("v2");
        there.invalidate("key");
        Node.await(() -> here.get("key").equals("v3"));
    }

    @Test
    @DisplayName("cache G4: a load from before a FLUSHALL is not kept after it")
    void a_load_from_before() throws Exception {
        Gate gate = new Gate();
        try (ReadThrough<String, String> slow = one.ready(one.cache("posts").readThrough(key -> {
            String loaded = load(key);
            gate.pass();
            return loaded;
        }))) {
            Background<String> early = Background.call(() -> slow.get("key"));
            gate.awaitReached();
            try (Records records = new Records(server.uri(), "posts")) {
                records.commands().flushall();
                there.invalidate("key");
                gate.open();
                assertThat(early.result()).isEqualTo("v1");
                assertThat(records.get("key")).isNull();
            }
            one.beat();
            assertThat(slow.get("key")).isEqualTo("v2");
        }
    }

    private Node node() {
        return Node.on(server.uri(), Duration.ofSeconds(5), Node.NEVER);
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }
}
