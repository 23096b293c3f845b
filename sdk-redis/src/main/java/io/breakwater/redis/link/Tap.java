package io.breakwater.redis.link;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What a {@link Feed} asks a server for, and who gets it. */
interface Tap {

    /**
     * Asks for it on a new connection.
     *
     * @param delivery runs what is handed to it, as long as the connection is the feed's
     * @return completes when the server has agreed
     */
    CompletableFuture<?> open(
            StatefulRedisPubSubConnection<byte[], byte[]> connection, long generation, Consumer<Runnable> delivery);

    void opened(long generation);

    void interrupted(long generation);
}
