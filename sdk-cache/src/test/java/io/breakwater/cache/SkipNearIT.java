package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reads that look past this JVM. */
class SkipNearIT {

    private static final ReadOptions PAST = ReadOptions.defaults().skipNear();

    private final String name = "past-" + UUID.randomUUID();
    private final Table table = new Table("v0");
    private final Node one = Node.on(Topology.STANDALONE.uri());
    private final Node two = Node.on(Topology.STANDALONE.uri());
    private final ReadThrough<String, String> here = one.ready(one.cache(name).readThrough(table));
    private final ReadThrough<String, String> there = two.ready(two.cache(name).readThrough(table));

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void they_do_not_take_what_is_near() {
        assertThat(here.get("k")).isEqualTo("v0");
        one.messages().hold();
        table.commit("v1");
        there.invalidate("k");
        assertThat(here.get("k")).as("nobody has told this node").isEqualTo("v0");
        assertThat(here.lookup("k", PAST)).isEqualTo(new Lookup<>("v1", Source.LOADER));
    }

    @Test
    void they_do_not_join_a_load_that_began_before_the_change() throws Exception {
        one.messages().hold();
        Gate gate = table.holdAfterRead();
        Background<String> early = Background.call(() -> here.get("k"));
        table.let(gate);
        table.commit("v1");
        there.invalidate("k");
        assertThat(here.lookup("k", PAST)).isEqualTo(new Lookup<>("v1", Source.LOADER));
        gate.open();
        assertThat(early.result()).isEqualTo("v0");
    }
}
