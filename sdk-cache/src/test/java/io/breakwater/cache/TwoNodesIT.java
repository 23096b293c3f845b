package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes are to each other, while all goes well. */
class TwoNodesIT {

    private final String name = "two-" + UUID.randomUUID();
    private final AtomicInteger loads = new AtomicInteger();

    @ParameterizedTest
    @EnumSource
    void what_one_loads_the_other_finds_and_an_invalidation_reaches_both(Topology topology) {
        try (Node one = Node.on(topology.uri());
                Node two = Node.on(topology.uri())) {
            ReadThrough<String, String> here = one.ready(one.cache(name).readThrough(this::load));
            ReadThrough<String, String> there = two.ready(two.cache(name).readThrough(this::load));
            assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
            assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.NEAR));
            assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v1", Source.SHARED));
            assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v1", Source.NEAR));
            here.invalidate("k");
            Node.await(() -> there.stats().heard() > 0);
            assertThat(there.lookup("k")).isEqualTo(new Lookup<>("v2", Source.LOADER));
            assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v2", Source.SHARED));
            assertThat(here.stats().sharedFailures()).isZero();
        }
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }
}
