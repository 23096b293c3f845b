package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lettuce.core.RedisURI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which address a client uses for a node, by what another node says of it. */
class ViewTest {

    @ParameterizedTest
    @CsvSource({
        "redis,  10.0.0.1:7001@17001,                          10.0.0.1",
        "redis,  '10.0.0.1:7001@17001,host.example',           10.0.0.1",
        "redis,  '10.0.0.1:7001@17001,,shard-id=0123',         10.0.0.1",
        "redis,  :7001@17001,                                  asked.example",
        "redis,  ':7001@17001,host.example',                   asked.example",
        "redis,  2001:db8::1:7001@17001,                       2001:db8::1",
        "redis,  ::1:7001@17001,                               ::1",
        "rediss, 10.0.0.1:7001@17001,                          10.0.0.1",
        "rediss, '10.0.0.1:7001@17001,host.example',           host.example",
        "rediss, '10.0.0.1:7001@17001,,shard-id=0123',         10.0.0.1",
        "rediss, '10.0.0.1:7001@17001,host.example,shard-id=01', host.example",
        "rediss, :7001@17001,                                  asked.example",
        "rediss, ':7001@17001,host.example',                   host.example",
    })
    void a_node_is_known_by(String scheme, String told, String host) {
        String line = "0123456789abcdef " + told + " myself,master - 0 0 1 connected 0-16383\n";
        RedisURI asked = RedisURI.create(scheme + "://asked.example:7000");
        RedisURI uri =
                View.of(line.getBytes(UTF_8), asked).nodes().getPartition(0).getUri();
        assertThat(uri.getHost()).isEqualTo(host);
        assertThat(uri.getPort()).isEqualTo(7001);
    }

    @ParameterizedTest
    @CsvSource({"redis, 10.0.0.1:7001", "rediss, host.example:7001"})
    void whatever_it_is_called_it_is_one_node(String scheme, String known) {
        String line = "0123456789abcdef 10.0.0.1:7001@17001,host.example master - 0 0 1 connected 0-16383\n";
        RedisURI asked = RedisURI.create(scheme + "://asked.example:7000");
        assertThat(View.of(line.getBytes(UTF_8), asked).names())
                .containsOnly(entry("10.0.0.1:7001", known), entry("host.example:7001", known));
    }
}
