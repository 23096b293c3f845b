package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes do when Redis has lost an invalidation that it had acknowledged: none serves the value from before it. */
class LostHistoryFaultIT {

    private static final Map<Forgetful.Kind, Forgetful> DEPLOYMENTS = new EnumMap<>(Forgetful.Kind.class);

    private final Table table = new Table("v0");
    private Forgetful redis;
    private Node one;
    private Node two;
    private ReadThrough<String, String> here;
    private ReadThrough<String, String> there;

    private void open(Forgetful.Kind kind) {
        String name = "lost-" + UUID.randomUUID();
        redis = DEPLOYMENTS.computeIfAbsent(kind, Forgetful.Kind::start);
        one = Node.on(redis.uri());
        two = Node.on(redis.uri());
        two.messages().keepSubscriptionsSecret();
        here = one.cache(name).readThrough(table);
        there = two.cache(name).readThrough(table);
        one.ready(here);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
        redis.restore();
    }

    @AfterAll
    static void end() {
        DEPLOYMENTS.values().forEach(Forgetful::close);
        DEPLOYMENTS.clear();
    }

    /** And those who survive are connected to what is left. */
    private void lose(Node... survivors) {
        Map<Node, Long> before = new HashMap<>();
        List.of(survivors).forEach(node -> before.put(node, node.generation("k")));
        redis.forget();
        before.forEach((node, generation) -> Node.await(() -> node.generation("k") > generation));
    }

    @ParameterizedTest(name = "cache X7: a lease that comes back in an older history is worth nothing: {0}")
    @EnumSource
    void a_lease_is_of_one_epoch(Forgetful.Kind kind) throws Exception {
        open(kind);
        Gate gate = table.holdAfterRead();
        Background<String> late = Background.call(() -> here.get("k"));
        table.let(gate);
        redis.remember();
        table.commit("v1");
        here.invalidate("k");
        lose(one, two);
        one.beat();
        gate.open();
        assertThat(late.result()).isEqualTo("v0");
        assertThat(here.get("k")).isEqualTo("v1");
    }

    @ParameterizedTest(name = "cache X8, G4: who has invalidated finds nothing that a failover brings back: {0}")
    @EnumSource
    void who_invalidated_remembers(Forgetful.Kind kind) throws Exception {
        open(kind);
        one.messages().lose();
        assertThat(there.get("k")).isEqualTo("v0");
        redis.remember();
        table.commit("v1");
        two.close();
        here.invalidate("k");
        lose(one);
        assertThat(here.get("k")).isEqualTo("v1");
    }

    @ParameterizedTest(name = "cache X8, G4: also who has invalidated in an epoch that it did not know yet: {0}")
    @EnumSource
    void who_invalidated_in_an_unknown_epoch_remembers(Forgetful.Kind kind) throws Exception {
        open(kind);
        one.messages().lose();
        redis.empty();
        assertThat(there.get("k")).isEqualTo("v0");
        redis.remember();
        table.commit("v1");
        two.close();
        here.invalidate("k");
        lose(one);
        assertThat(here.get("k")).isEqualTo("v1");
    }

    @ParameterizedTest(
            name = "cache X9, G4: who has heard of an invalidation finds nothing that a failover brings back: {0}")
    @EnumSource
    void who_heard_remembers(Forgetful.Kind kind) throws Exception {
        open(kind);
        assertThat(there.get("k")).isEqualTo("v0");
        redis.remember();
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> there.stats().heard() == 1);
        one.close();
        lose(two);
        assertThat(there.get("k")).isEqualTo("v1");
    }

    @ParameterizedTest(name = "cache X13: what an old subscription still brings is not taken for the new history: {0}")
    @EnumSource
    void what_is_late_is_of_another_history(Forgetful.Kind kind) throws Exception {
        open(kind);
        assertThat(there.get("k")).isEqualTo("v0");
        redis.remember();
        two.messages().hold();
        long arrived = two.messages().arrived();
        table.commit("v1");
        here.invalidate("k");
        Node.await(() -> two.messages().arrived() > arrived);
        one.close();
        lose(two);
        assertThat(there.lookup("k", ReadOptions.defaults().skipNear()))
                .as("what nobody alive has heard of")
                .isEqualTo(new Lookup<>("v0", Source.SHARED));
        two.messages().deliver();
        assertThat(there.get("k")).isEqualTo("v1");
    }
}
