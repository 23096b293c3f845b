package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.function.Function;

/** A lettuce connection of the test's own, to look behind the caches' backs. */
final class Plain {

    private Plain() {}

    static <T> T ask(RedisServer server, Function<RedisCommands<byte[], byte[]>, T> question) {
        RedisClient client = RedisClient.create(RedisURI.create(server.uri()));
        try (var connection = client.connect(ByteArrayCodec.INSTANCE)) {
            return question.apply(connection.sync());
        } finally {
            client.shutdown();
        }
    }
}
