package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Redis comes back with the data of a history that had been followed by another one. */
class OlderHistoryFaultIT {

    private final AtomicInteger source = new AtomicInteger(1);
    private final RedisServer server = RedisSpec.disposable().start();
    private final Node node = Node.on(server.uri());
    private final ReadThrough<String, String> cache = node.cache("older").readThrough(key -> "v" + source.get());

    @AfterEach
    void close() {
        node.close();
        server.close();
    }

    @Test
    @DisplayName("cache G4: an epoch that was left does not come back with its values")
    void an_epoch_that_was_left_does_not_come_back_with_its_values() {
        assertThat(cache.get("k")).isEqualTo("v1");
        Told.to(server, "SAVE");
        Told.to(server, "FLUSHALL");
        node.beat();
        changeAndInvalidate();
        restart();
        assertThat(cache.get("k")).isEqualTo("v2");
    }

    @Test
    @DisplayName("cache G4: what a new epoch acknowledges before this node has learned of it is not lost with it")
    void what_is_acknowledged_in_an_unknown_epoch_is_not_lost_with_it() {
        Node.await(node.messages()::areComing);
        cache.invalidate("other");
        node.messages().lose();
        assertThat(cache.get("k")).isEqualTo("v1");
        Told.to(server, "SAVE");
        Told.to(server, "FLUSHALL");
        changeAndInvalidate();
        restart();
        assertThat(cache.get("k")).isEqualTo("v2");
    }

    private void changeAndInvalidate() {
        source.set(2);
        cache.invalidate("k");
    }

    private void restart() {
        server.kill();
        server.start();
        Node.await(() -> node.redis().isConnected());
    }
}
