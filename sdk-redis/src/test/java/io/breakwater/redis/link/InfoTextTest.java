package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.redis.RedisServerFacts;
import org.junit.jupiter.api.Test;

class InfoTextTest {

    private static final byte[] INFO = """
            # Server\r
            redis_version:7.0.15\r
            run_id:abc\r
            executable:/opt/redis:7/redis-server\r
            maxmemory:268435456\r
            maxmemory_policy:allkeys-lru\r
            aof_enabled:1\r
            role:master\r
            connected_slaves:2\r
            """.getBytes(UTF_8);

    @Test
    void a_value_may_hold_colons_and_what_is_missing_is_empty() {
        InfoText info = new InfoText(INFO);
        assertThat(info.value("executable")).isEqualTo("/opt/redis:7/redis-server");
        assertThat(info.value("absent")).isEmpty();
        assertThat(info.number("absent")).isZero();
    }

    @Test
    void the_facts_are_read_from_it() {
        assertThat(Commands.facts("Redis a:1", INFO))
                .isEqualTo(new RedisServerFacts(
                        "Redis a:1", "7.0.15", "abc", "master", "allkeys-lru", 268_435_456, true, 2));
        assertThat(Commands.facts("Redis a:1", INFO).keepsEverything()).isFalse();
    }
}
