package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys without a value, and loads without a result. */
class NothingThereIT {

    private final String name = "nothing-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final ConcurrentMap<String, String> rows = new ConcurrentHashMap<>();
    private final ReadThrough<String, String> here =
            one.ready(one.cache(name).negative(Duration.ofMinutes(1)).readThrough(rows::get));
    private final ReadThrough<String, String> there =
            two.ready(two.cache(name).negative(Duration.ofMinutes(1)).readThrough(rows::get));

    @AfterEach
    void close() {
        one.close();
        two.close();
        records.close();
    }

    @Test
    @DisplayName("cache A14: that there is no value is remembered, and an insert that is told of is visible everywhere")
    void an_insert() {
        assertThat(here.lookup("key")).isEqualTo(new Lookup<>(null, Source.LOADER));
        assertThat(here.lookup("key")).isEqualTo(new Lookup<>(null, Source.NEAR));
        assertThat(there.lookup("key")).isEqualTo(new Lookup<>(null, Source.SHARED));
        assertThat(records.ttlMillis("key")).isBetween(1L, 60_000L);
        rows.put("key", "inserted");
        there.invalidate("key");
        assertThat(there.lookup("key")).isEqualTo(new Lookup<>("inserted", Source.LOADER));
        Node.await(() -> here.stats().heard() == 1);
        Node.await(() -> "inserted".equals(here.get("key")));
    }

    @Test
    @DisplayName("cache A14: a load that saw nothing does not hide an insert that was told of meanwhile")
    void an_insert_during_the_load() throws Exception {
        Gate gate = new Gate();
        try (ReadThrough<String, String> slow =
                one.ready(one.cache(name).negative(Duration.ofMinutes(1)).readThrough(key -> {
                    String found = rows.get(key);
                    gate.pass();
                    return found;
                }))) {
            Background<String> early = Background.call(() -> slow.get("key"));
            gate.awaitReached();
            rows.put("key", "inserted");
            there.invalidate("key");
            gate.open();
            assertThat(early.result()).isNull();
            assertThat(slow.get("key")).isEqualTo("inserted");
        }
    }

    @Test
    void several_keys_at_once_are_remembered_too() {
        rows.put("there", "value");
        assertThat(here.getAll(List.of("there", "not"))).isEqualTo(Map.of("there", "value"));
        assertThat(there.lookup("not")).isEqualTo(new Lookup<>(null, Source.SHARED));
    }

    @Test
    void without_the_setting_nothing_is_remembered_and_the_next_one_need_not_wait() {
        try (CacheAside<String, String> plain =
                        one.ready(one.cache(name + ".plain").cacheAside());
                Records plainRecords = new Records(DevServices.redis().uri(), name + ".plain")) {
            assertThat(plain.get("key", key -> null)).isNull();
            assertThat(plainRecords.get("key")).as("the lease was given back").isNull();
            assertThat(plain.lookup("key", key -> "found")).isEqualTo(new Lookup<>("found", Source.LOADER));
        }
    }

    @Test
    @DisplayName(
            "cache A15: a failed load is remembered as such for its pause, on all nodes, and never as a missing value")
    void a_failure_is_no_null() {
        try (CacheAside<String, String> failing =
                one.ready(one.cache(name).negative(Duration.ofMinutes(1)).cacheAside())) {
            assertThatThrownBy(() -> failing.get("key", key -> {
                        throw new IllegalStateException("no connection");
                    }))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("no connection");
            assertThat(records.kind("key")).isIn(StoredRecord.Kind.FAILURE, null);
            rows.put("key", "value");
            Node.await(() -> isFoundIn(there));
            Node.await(() -> isFoundIn(here));
        }
    }

    /** A failure is told as one until its pause is over; null would be a lie. */
    private static boolean isFoundIn(ReadThrough<String, String> cache) {
        try {
            assertThat(cache.get("key")).isEqualTo("value");
            return true;
        } catch (CacheLoadException e) {
            assertThat(e)
                    .hasMessageMatching("Cache nothing-.*, key key: no connection; nobody tries again for \\d+ ms");
            return false;
        }
    }
}
