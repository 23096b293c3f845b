package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.link.OnceHistory.Told;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;

class AtMostOnceFaultIT {

    @Test
    void faults_of_every_kind_make_nothing_happen_twice_or_late_or_after_a_refusal() throws Exception {
        AtMostOnce history = new AtMostOnce(20_261_127);
        assertThat(history.violationsOfALink(() -> history.faults() == 30)).isEmpty();
    }

    @Test
    void the_checker_catches_a_client_that_sends_again_after_a_reconnect() throws Exception {
        AtMostOnce history = new AtMostOnce(20_261_127);
        try (RedisServer server =
                RedisSpec.durable().with("appendfsync", "always").proxied().start()) {
            RedisClient client = RedisClient.create(server.uri());
            try (var connection = client.connect()) {
                connection.setTimeout(AtMostOnce.TIMEOUT);
                assertThat(history.violations(
                                server, name -> push(connection.sync(), name), () -> history.faults() == 30))
                        .anyMatch(violation -> violation.endsWith("was executed twice"));
            } finally {
                client.shutdown();
            }
        }
    }

    private static Told push(RedisCommands<String, String> redis, String name) {
        try {
            redis.rpush("history", name);
            return Told.DONE;
        } catch (RedisException e) {
            return Told.UNKNOWN;
        }
    }
}
