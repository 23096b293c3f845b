package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.RedisTimeoutException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection that is greeted while the server is not ready is admitted without the rest of its greeting. */
class LateWriteBusyFaultIT {

    private static final byte[] KEY = "late".getBytes(UTF_8);
    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    @Test
    void what_timed_out_never_happens_later_though_the_next_connection_was_made_to_a_busy_server() throws Exception {
        try (RedisServer server = RedisSpec.disposable()
                        .with("busy-reply-threshold", "20")
                        .start();
                HoldingRelay relay = new HoldingRelay(server.port());
                RedisLink link = RedisLink.open("redis://127.0.0.1:" + relay.port(), TIMEOUT)) {
            RedisClient other = RedisClient.create(server.uri());
            try (var busy = other.connect();
                    var killer = other.connect()) {
                link.set(KEY, bytes("first"), TTL);
                relay.holdFirst();
                assertThatThrownBy(() -> link.set(KEY, bytes("late"), TTL)).isInstanceOf(RedisTimeoutException.class);
                var unused = busy.async().eval("while true do end", ScriptOutputType.STATUS);
                Awaiting.until(
                        "greeted by a busy server",
                        () -> link.health().get(0).generation() > 1
                                && link.health().get(0).reason().contains("BUSY"));
                killer.sync().scriptKill();
                Awaiting.success(() -> link.set(KEY, bytes("next"), TTL));
                assertThat(relay.heldBytes()).as("the late write").isPositive();
                boolean taken = relay.deliver();
                assertThat(link.get(KEY).value()).asString(UTF_8).isEqualTo("next");
                assertThat(taken).as("taken by the server").isFalse();
            } finally {
                other.shutdown();
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
