package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that cannot be put: the old one must not stay in their place. */
class UnputtableIT {

    private final Node node = Node.on(Topology.STANDALONE.uri());

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_value_that_is_too_large_is_refused_in_any_case_and_the_old_one_goes(WhenStoreFails choice) {
        CacheAside<String, String> cache = node.cache("unputtable-" + UUID.randomUUID())
                .largestValue(5)
                .whenStoreFails(choice)
                .cacheAside();
        cache.putAll(Map.of("k", "old", "other", "kept"));
        assertThatThrownBy(() -> cache.put("k", "too long"))
                .isInstanceOf(CacheStoreException.class)
                .hasRootCauseMessage("Invalid value (8 bytes): must be at most 5 bytes");
        assertThat(cache.get("k", key -> "new")).isEqualTo("new");
        assertThatThrownBy(() -> cache.putAll(Map.of("k", "too long", "other", "put")))
                .isInstanceOf(CacheStoreException.class);
        assertThat(cache.get("k", key -> "newer")).isEqualTo("newer");
        assertThat(cache.get("other", key -> "loaded")).isEqualTo("put");
    }
}
