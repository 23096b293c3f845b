package io.breakwater.redis.link;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.function.Function;

/** A lettuce connection of the test's own, to look behind the link's back. */
final class Plain {

    private Plain() {}

    static <T> T ask(RedisServer server, Function<RedisCommands<String, String>, T> question) {
        RedisClient client = RedisClient.create(server.uri());
        try (var connection = client.connect()) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }
}
