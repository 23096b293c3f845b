package io.breakwater.redis.link;

import java.util.concurrent.CompletableFuture;

/** What a {@link Feed} asks a server for, and who gets it. */
interface Tap {

    /**
     * Asks for it on a new connection, and hands what comes to {@link Feed.Line#deliver}.
     *
     * @return completes when the server has agreed
     */
    CompletableFuture<?> open(Feed.Line line);

    void opened(long generation);

    void interrupted(long generation);
}
