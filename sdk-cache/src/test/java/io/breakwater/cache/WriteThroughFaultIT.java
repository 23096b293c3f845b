package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a write through a cache when the source or Redis fails. */
class WriteThroughFaultIT {

    private static RedisServer redis;

    private final String name = "write-faults-" + UUID.randomUUID();
    private final Table table = new Table("v0");
    private Node one;
    private Node two;
    private ReadThrough<String, String> there;

    @BeforeAll
    static void start() {
        redis = RedisSpec.disposable().start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void open() {
        one = Node.on(redis.uri());
        two = Node.on(redis.uri());
        there = two.cache(name).readThrough(table);
        two.ready(there);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    private WriteThrough<String, String> here(WhenStoreFails choice) {
        WriteThrough<String, String> cache =
                one.cache(name).whenStoreFails(choice).writeThrough(table, table);
        return one.ready(cache);
    }

    /** Redis comes back as it is now, and both nodes find it. */
    private final class Outage implements AutoCloseable {

        private final long seenByOne = one.generation("k");
        private final long seenByTwo = two.generation("k");

        Outage() {
            Plain.ask(redis, RedisCommands::save);
            redis.kill();
        }

        @Override
        public void close() {
            redis.start();
            Node.await(() -> one.generation("k") > seenByOne);
            Node.await(() -> two.generation("k") > seenByTwo);
        }
    }

    @Test
    @DisplayName("cache D3: of several values those are cached that were written")
    void some_are_refused() {
        WriteThrough<String, String> here = one.cache(name).writeThrough(table, (key, value) -> {
            if (key.equals("b")) {
                throw new IOException("b is read-only");
            }
            table.write(key, value);
        });
        table.write("b", "b0");
        assertThat(there.get("b")).isEqualTo("b0");
        assertThatThrownBy(() -> here.putAll(Map.of("a", "a1", "b", "b1", "c", "c1")))
                .isInstanceOfSatisfying(CacheBulkException.class, e -> {
                    assertThat(e.failures()).hasSize(1);
                    assertThat(e.failures().get("b"))
                            .isInstanceOf(CacheWriteException.class)
                            .hasRootCauseMessage("b is read-only");
                });
        assertThat(there.lookup("a")).isEqualTo(new Lookup<>("a1", Source.SHARED));
        assertThat(there.lookup("c")).isEqualTo(new Lookup<>("c1", Source.SHARED));
        assertThat(here.lookup("b")).isEqualTo(new Lookup<>("b0", Source.LOADER));
    }

    @Test
    @DisplayName("cache D4: Redis is down before the write: the source is left as it is")
    void down_before_and_fail() {
        WriteThrough<String, String> here = here(WhenStoreFails.FAIL);
        try (Outage outage = new Outage()) {
            assertThatThrownBy(() -> here.put("k", "v1")).isInstanceOf(CacheStoreException.class);
            assertThat(table.row("k")).isEqualTo("v0");
            assertThat(here.get("k")).isEqualTo("v0");
        }
        assertThat(there.get("k")).isEqualTo("v0");
    }

    @Test
    @DisplayName(
            "cache D4: Redis is down before the write and told later: the writer never reads what is there until then")
    void down_before_and_repaired() {
        WriteThrough<String, String> here = here(WhenStoreFails.REPAIR_LATER);
        assertThat(here.get("k")).isEqualTo("v0");
        try (Outage outage = new Outage()) {
            here.put("k", "v1");
            assertThat(table.row("k")).isEqualTo("v1");
            assertThat(here.get("k")).isEqualTo("v1");
        }
        assertThat(here.get("k")).isEqualTo("v1");
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo("v1");
        one.beat();
        assertThat(here.stats().pendingRepairs()).isZero();
        assertThat(there.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo("v1");
    }

    @Test
    @DisplayName("cache D4: Redis dies after the write: the caller is told, and nobody reads the old value")
    void down_after_and_fail() throws Exception {
        WriteThrough<String, String> here = here(WhenStoreFails.FAIL);
        assertThat(there.get("k")).isEqualTo("v0");
        Background<Throwable> write = writtenWhenRedisDies(here);
        assertThat(write.failure())
                .isInstanceOf(CacheStoreException.class)
                .hasMessageContaining("that it was written was not acknowledged by Redis");
        assertNobodyReadsTheOldValue(here);
    }

    @Test
    @DisplayName("cache D4: Redis dies after the write and is told later: nobody reads the old value")
    void down_after_and_repaired() throws Exception {
        WriteThrough<String, String> here = here(WhenStoreFails.REPAIR_LATER);
        assertThat(there.get("k")).isEqualTo("v0");
        writtenWhenRedisDies(here).result();
        assertNobodyReadsTheOldValue(here);
    }

    private Background<Throwable> writtenWhenRedisDies(WriteThrough<String, String> here) {
        Gate gate = table.holdAfterWrite();
        Background<Throwable> write = Background.call(() -> {
            here.put("k", "v1");
            return null;
        });
        table.let(gate);
        try (Outage outage = new Outage()) {
            gate.open();
            Node.await(() -> here.stats().pendingRepairs() == 1);
            assertThat(here.get("k")).isEqualTo("v1");
        }
        return write;
    }

    private void assertNobodyReadsTheOldValue(WriteThrough<String, String> here) {
        assertThat(here.get("k")).isEqualTo("v1");
        assertThat(there.get("k")).isEqualTo("v1");
        one.beat();
        assertThat(here.stats().pendingRepairs()).isZero();
        assertThat(here.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo("v1");
        assertThat(there.lookup("k", ReadOptions.defaults().skipNear()).value()).isEqualTo("v1");
    }
}
