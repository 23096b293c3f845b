package io.breakwater.cache;

import io.breakwater.devservices.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
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

    /** A command that lettuce has no method for, which says OK. */
    static void command(RedisServer server, String word, String... more) {
        CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
        List.of(more).forEach(arguments::add);
        ask(
                server,
                redis -> redis.dispatch(
                        CommandType.valueOf(word), new StatusOutput<>(ByteArrayCodec.INSTANCE), arguments));
    }
}
