package io.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTest {

    @ParameterizedTest
    @CsvSource({
        "localhost:6379, localhost:6379",
        "http://localhost, http://localhost",
        "redis-cluster://a:6379, redis-cluster://a:6379",
        "redis://user:secret@host:port, redis://***@host:port",
        "redis://, redis://",
        "redis://host?timeout=oops, redis://host?timeout=oops",
    })
    void an_address_of_another_form_is_refused_without_showing_its_password(String uri, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Redis.connect(uri))
                .withMessage("Invalid uri (" + shown
                        + "): must be redis://[[user]:password@]host[:port][/database] or rediss://…")
                .withNoCause();
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
