package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Leases of loads that take long. */
class LeaseRenewalIT {

    private static final Duration WINDOW = Duration.ofMillis(100);
    private static final Duration LONGER = Duration.ofSeconds(3);

    private final Table table = new Table("v0");
    private final Node node = Node.on(Topology.STANDALONE.uri());
    private final ReadThrough<String, String> cache = node.ready(
            node.cache("renewed-" + UUID.randomUUID()).holdOff(WINDOW).readThrough(table));

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    @DisplayName(
            "cache X17: a load begun in the window and stored after it is refused, also when its lease was renewed")
    void a_renewed_lease_remembers_the_window_in_which_it_was_granted() throws Exception {
        cache.invalidate("k");
        Gate gate = table.holdAfterRead();
        Background<String> lagging = Background.call(() -> cache.get("k"));
        table.let(gate);
        Membership membership = (Membership) node.backplane().members().get(0);
        Lease lease = membership.leases().iterator().next();
        long granted = System.nanoTime();
        Node.await(() -> System.nanoTime() - granted > WINDOW.plusMillis(20).toNanos());
        new SharedTier(node.backplane(), membership).renew(List.of(lease), LONGER);
        table.commit("v1");
        gate.open();
        assertThat(lagging.result()).isEqualTo("v0");
        assertThat(cache.get("k")).isEqualTo("v1");
    }
}
