package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is cached after several nodes have written through, read, paused and died at the same time. */
class WriteThroughRacesIT {

    private final String name = "writes-" + UUID.randomUUID();
    private final Table table = new Table("v0");
    private final RecordInRedis record = RecordInRedis.of(DevServices.redis(), name, "k");
    private Node one;
    private Node two;
    private WriteThrough<String, String> here;
    private WriteThrough<String, String> there;

    @BeforeEach
    void open() {
        one = Node.on(Topology.STANDALONE.uri());
        two = Node.on(Topology.STANDALONE.uri());
        here = one.cache(name).writeThrough(table, table);
        there = two.cache(name).writeThrough(table, table);
        one.ready(here);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private static Background<Void> put(WriteThrough<String, String> cache, String value) {
        return Background.call(() -> {
            cache.put("k", value);
            return null;
        });
    }

    private void evict() {
        assertThat(record.exists()).isTrue();
        record.remove();
    }

    private void assertBothRead(String value) {
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo(value);
        assertThat(here.get("k")).isEqualTo(value);
        assertThat(there.get("k")).isEqualTo(value);
    }

    @Test
    @DisplayName("cache D5: a writer reads what it has written, without a load")
    void a_writer_reads_what_it_has_written() {
        here.put("k", "v1");
        assertBothRead("v1");
        there.clear();
        there.put("k", "v2");
        assertThat(there.get("k")).isEqualTo("v2");
        Node.await(() -> here.stats().heard() >= 2);
        assertBothRead("v2");
        assertThat(table.reads()).isZero();
    }

    @Test
    @DisplayName("cache X14, X32, D2: the first to write the source ends last, and its value is not cached")
    void the_first_ends_last() throws Exception {
        Gate gate = table.holdAfterWrite();
        Background<Void> first = put(there, "v1");
        table.let(gate);
        here.put("k", "v2");
        gate.open();
        first.result();
        assertThat(table.row("k")).isEqualTo("v2");
        assertBothRead("v2");
    }

    @Test
    @DisplayName("cache D2: the first to begin writes the source last")
    void the_first_writes_last() throws Exception {
        Gate gate = table.holdBeforeWrite();
        Background<Void> first = put(there, "v2");
        table.let(gate);
        here.put("k", "v1");
        gate.open();
        first.result();
        assertThat(table.row("k")).isEqualTo("v2");
        assertBothRead("v2");
    }

    @Test
    @DisplayName("cache X15: also if Redis has evicted the key before the last of them ends")
    void the_intent_is_evicted() throws Exception {
        Gate gate = table.holdAfterWrite();
        Background<Void> first = put(there, "v1");
        table.let(gate);
        here.put("k", "v2");
        evict();
        gate.open();
        first.result();
        assertBothRead("v2");
    }

    @Test
    @DisplayName("cache X23: a writer that dies after it has written the source leaves no old value behind")
    void a_writer_dies_after_the_write() throws Exception {
        assertThat(here.get("k")).isEqualTo("v0");
        assertThat(there.get("k")).isEqualTo("v0");
        Gate gate = table.holdAfterWrite();
        put(there, "v1");
        table.let(gate);
        Node.await(() -> here.stats().heard() == 1);
        two.close();
        assertThat(here.lookup("k").value()).isEqualTo("v1");
        assertThat(here.lookup("k")).as("while nobody knows").isEqualTo(new Lookup<>("v1", Source.LOADER));
        evict();
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.LOADER));
        assertThat(here.lookup("k")).as("when the intent has ended").isEqualTo(new Lookup<>("v1", Source.NEAR));
    }

    @Test
    @DisplayName("cache X23: nobody keeps what he reads while the key is being written")
    void what_is_read_during_a_write_is_not_kept() throws Exception {
        Gate gate = table.holdBeforeWrite();
        Background<Void> write = put(there, "v1");
        table.let(gate);
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v0", Source.LOADER));
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v0", Source.LOADER));
        gate.open();
        write.result();
        assertThat(here.lookup("k")).isEqualTo(new Lookup<>("v1", Source.SHARED));
    }

    @Test
    @DisplayName("cache X22: a writer that sleeps beyond its intent and dies then leaves an old value, until that ends")
    void a_writer_sleeps_and_dies() {
        Gate gate = table.holdBeforeWrite();
        put(there, "v1");
        table.let(gate);
        evict();
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear())).isEqualTo(new Lookup<>("v0", Source.LOADER));
        two.close();
        table.commit("v1");
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear()).value())
                .as("the bound")
                .isEqualTo("v0");
        assertThat(record.life()).isBetween(1L, 300_000L);
        evict();
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache D1: what the source refuses is not cached, and what was before is read again")
    void the_source_refuses() {
        WriteThrough<String, String> refused = one.cache(name + "-refused").writeThrough(table, (key, value) -> {
            throw new IllegalStateException("read-only");
        });
        assertThat(refused.get("k")).isEqualTo("v0");
        assertThatThrownBy(() -> refused.put("k", "v1")).hasMessage("read-only");
        assertThat(refused.lookup("k")).isEqualTo(new Lookup<>("v0", Source.LOADER));
        assertThat(refused.get("k")).isEqualTo("v0");
        assertThat(table.reads()).isEqualTo(2);
    }

    @Test
    void an_invalidation_during_a_write_keeps_its_value_from_being_cached() throws Exception {
        Gate gate = table.holdAfterWrite();
        Background<Void> write = put(there, "v1");
        table.let(gate);
        table.commit("v2");
        here.invalidate("k");
        gate.open();
        write.result();
        assertBothRead("v2");
    }
}
