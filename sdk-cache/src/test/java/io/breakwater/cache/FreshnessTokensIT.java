package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which loads are told how fresh they must be. */
class FreshnessTokensIT {

    private final Node node = Node.on(Topology.STANDALONE.uri());
    private final CacheBuilder<String, String> builder = node.cache("tokens-" + UUID.randomUUID());
    private final List<List<String>> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void those_while_the_key_is_being_written() throws Exception {
        Table table = new Table("v0");
        WriteThrough<String, String> cache = builder.writeThrough((key, context) -> tell(context), table);
        Gate write = table.holdBeforeWrite();
        Background<Boolean> put = Background.call(() -> {
            cache.put("k", "v1");
            return true;
        });
        write.awaitReached();
        cache.invalidate("k", "T1");
        cache.get("k");
        write.open();
        put.result();
        assertThat(told).containsExactly(List.of("T1"));
    }

    @Test
    void those_that_would_be_made_together() {
        ReadThrough<String, String> cache = builder.readThrough(
                (key, context) -> tell(context), keys -> Map.of("k", "of a replica", "other", "of a replica"));
        cache.invalidate("k", "T1");
        assertThat(cache.getAll(List.of("k", "other"))).isEqualTo(Map.of("k", "fresh", "other", "of a replica"));
        assertThat(told).containsExactly(List.of("T1"));
    }

    @Test
    void an_empty_token_says_nothing() {
        ReadThrough<String, String> cache = builder.readThrough(key -> "v");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.invalidate("k", ""))
                .withMessage("Invalid freshness token (empty): must be 1 to 200 bytes");
    }

    private String tell(LoadContext<String> context) {
        told.add(context.freshness());
        return "fresh";
    }
}
