package io.breakwater.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {

    private static final Map<String, String> WHOLE = Map.of(
            "DATABASE_URLS", "jdbc:postgresql://a/forum , jdbc:postgresql://b/forum?password=secret",
            "REDIS_CACHE_URL", "redis://c",
            "REDIS_STATE_URL", "redis://:secret@d");

    @Test
    void what_is_not_said_has_its_default() {
        Config config = Config.of(WHOLE);
        assertThat(config.port()).isEqualTo(8080);
        assertThat(config.managementPort()).isEqualTo(9090);
        assertThat(config.databaseUrls())
                .containsExactly("jdbc:postgresql://a/forum", "jdbc:postgresql://b/forum?password=secret");
        assertThat(config.secureCookies()).isTrue();
        assertThat(config.demo()).isFalse();
        assertThat(config.warmPosts()).isEqualTo(200);
        assertThat(config).asString().doesNotContain("secret");
    }

    @Test
    void what_is_missing_or_wrong_is_named() {
        refused(
                without("DATABASE_URLS"),
                "Invalid DATABASE_URLS (not set): must be jdbc:postgresql://host/database, comma-separated");
        refused(without("REDIS_CACHE_URL"), "Invalid REDIS_CACHE_URL (not set): must be redis://host:port");
        refused(
                with("DATABASE_URLS", "postgres://user:secret@host/db"),
                "Invalid DATABASE_URLS (not shown): must be jdbc:postgresql://host/database, comma-separated");
        refused(with("PORT", "http"), "Invalid PORT (http): must be 0 to 65535");
        refused(with("WARM_POSTS", "all"), "Invalid WARM_POSTS (all): must be 0 to 10000");
        refused(with("MANAGEMENT_PORT", "70000"), "Invalid MANAGEMENT_PORT (70000): must be 0 to 65535");
    }

    private static void refused(Map<String, String> environment, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Config.of(environment))
                .withMessage(message);
    }

    private static Map<String, String> without(String name) {
        Map<String, String> environment = new HashMap<>(WHOLE);
        environment.remove(name);
        return environment;
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(WHOLE);
        environment.put(name, value);
        return environment;
    }
}
