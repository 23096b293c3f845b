package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Values that have ended, and a source that fails. */
class StaleIfErrorIT {

    private final String name = "stale-" + UUID.randomUUID();
    private final Records records = new Records(DevServices.redis().uri(), name);
    private final Node one = Node.on(DevServices.redis().uri());
    private final Node two = Node.on(DevServices.redis().uri());
    private final AtomicInteger loads = new AtomicInteger();
    private final CacheAside<String, String> here =
            one.ready(one.cache(name).staleIfError(Duration.ofHours(1)).cacheAside());
    private final CacheAside<String, String> there =
            two.ready(two.cache(name).staleIfError(Duration.ofHours(1)).cacheAside());

    @AfterEach
    void close() {
        one.close();
        two.close();
        records.close();
    }

    @Test
    void an_ended_value_is_served_when_the_loader_fails_and_replaced_when_it_does_not() {
        endedValue();
        assertThat(there.lookup("key", StaleIfErrorIT::fail)).isEqualTo(new Lookup<>("old", Source.LOADER, true));
        assertThat(there.stats().staleServed()).isEqualTo(1);
        Node.await(() -> there.lookup("key", this::load).equals(new Lookup<>("v1", Source.LOADER)));
    }

    @Test
    @DisplayName("cache A21: after an invalidation a failing loader brings no stale value back, on any node")
    void an_invalidation() {
        endedValue();
        assertThat(there.get("key", StaleIfErrorIT::fail)).isEqualTo("old");
        here.invalidate("key");
        assertThatThrownBy(() -> here.get("key", StaleIfErrorIT::fail)).hasMessageContaining("source down");
        Node.await(() -> there.stats().heard() == 1);
        assertThatThrownBy(() -> there.get("key", StaleIfErrorIT::fail)).hasMessageContaining("source down");
    }

    @Test
    @DisplayName("cache A21: nor after a clear, nor near only")
    void a_clear_and_near_only() throws Exception {
        endedValue();
        here.clear();
        assertThatThrownBy(() -> here.get("key", StaleIfErrorIT::fail)).hasMessageContaining("source down");
        try (CacheAside<String, String> near = Cache.<String, String>builder("near")
                .near(10)
                .expiry(Duration.ofMillis(50), 0)
                .staleIfError(Duration.ofHours(1))
                .cacheAside()) {
            near.put("key", "old");
            Node.await(() -> near.lookup("key", StaleIfErrorIT::fail).stale());
            near.invalidate("key");
            assertThatThrownBy(() -> near.get("key", StaleIfErrorIT::fail)).hasMessage("source down");
        }
    }

    @Test
    void who_wants_fresh_values_only_gets_the_failure() {
        endedValue();
        ReadOptions fresh = ReadOptions.defaults().freshOnly();
        assertThatThrownBy(() -> there.lookup("key", (key, context) -> fail(key), fresh))
                .hasMessageContaining("source down");
    }

    /** In Redis, with an hour left for those who cannot have better. */
    private void endedValue() {
        assertThat(here.get("key", key -> "old")).isEqualTo("old");
        records.age("key", Duration.ofMinutes(5));
    }

    private static String fail(String key) {
        throw new IllegalStateException("source down");
    }

    private String load(String key) {
        return "v" + loads.incrementAndGet();
    }
}
