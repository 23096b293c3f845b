package io.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisTest {

    private static final String RULE = "redis://[[user]:password@]host[:port][/database],"
            + " redis-sentinel://[[user]:password@]host[:port][,...][/database]?sentinelMasterId=name,"
            + " redis-cluster://[[user]:password@]host[:port][,...], or the same with rediss";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:6379| localhost:6379",
                "http://localhost| http://localhost",
                "redis://a,b| redis://a,b",
                "redis-cluster://a:6379/1| redis-cluster://a:6379/1",
                "redis-cluster://u:secret@a:port| redis-cluster://***@a:port",
                "redis-sentinel://a:26379| redis-sentinel://a:26379",
                "redis-sentinel://:secret@a?sentinelMasterId=| redis-sentinel://***@a?sentinelMasterId=",
                "redis://user:secret@host:port| redis://***@host:port",
                "redis://user:secret@host:99999| redis://***@host:99999",
                "redis://| redis://",
                "redis://host?timeout=oops| redis://host?timeout=oops",
            })
    void an_address_of_another_form_is_refused_without_showing_its_password(String uri, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.connect(uri))
                .withMessage("Invalid uri (" + shown + "): must be " + RULE)
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://127.0.0.1:1",
                "redis://:secret@127.0.0.1:1/3",
                "rediss://user:secret@[::1]:1",
                "redis-sentinel://127.0.0.1:1,127.0.0.1:2?sentinelMasterId=main",
                "rediss-sentinel://user:secret@127.0.0.1:1/2?sentinelMasterId=main",
                "redis-cluster://127.0.0.1:1,127.0.0.1:2",
                "rediss-cluster://user:secret@127.0.0.1:1",
            })
    void a_server_that_is_not_there_is_no_error_and_the_name_hides_the_password(String uri) {
        try (Redis redis = Redis.connect(uri, Duration.ofMillis(50))) {
            assertThat(redis.isConnected()).isFalse();
            assertThat(redis.toString()).startsWith("Redis ").doesNotContain("secret");
        }
    }

    @Test
    void a_timeout_out_of_range_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.connect("redis://localhost", Duration.ZERO))
                .withMessage("Invalid timeout (PT0S): must be 1 ms to 60 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.connect("redis://localhost", Duration.ofMinutes(2)))
                .withMessage("Invalid timeout (PT2M): must be 1 ms to 60 s");
    }
}
