package io.breakwater.benchmarks.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RedisInfoTest {

    private static final RedisInfo INFO = RedisInfo.of("""
            # Server\r
            redis_version:7.0.15\r
            \r
            # CPU\r
            used_cpu_user:1.250000\r
            # Commandstats\r
            cmdstat_get:calls=12,usec=30,usec_per_call=2.50,rejected_calls=0,failed_calls=0\r
            cmdstat_client|setinfo:calls=2,usec=1,usec_per_call=0.50,rejected_calls=0,failed_calls=0\r
            """);

    @Test
    void calls_are_read_by_command() {
        assertThat(INFO.calls()).isEqualTo(Map.of("get", 12L, "client|setinfo", 2L));
    }

    @Test
    void figures_are_read_by_name_and_a_missing_one_is_named() {
        assertThat(INFO.number("used_cpu_user")).isEqualTo(1.25);
        assertThatIllegalStateException()
                .isThrownBy(() -> INFO.number("used_cpu_sys"))
                .withMessage("INFO has no used_cpu_sys");
    }

    @Test
    void valkey_has_a_version_of_its_own() {
        assertThat(INFO.version()).isEqualTo("7.0.15");
        assertThat(RedisInfo.of("redis_version:7.2.4\r\nvalkey_version:8.0.1\r\n")
                        .version())
                .isEqualTo("Valkey 8.0.1");
    }
}
