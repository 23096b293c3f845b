package io.breakwater.redis.link;

import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Which server has which key. */
interface Topology {

    /**
     * Who has a key.
     *
     * @throws RedisUnavailableException if nobody is known
     */
    Owner ownerOf(byte[] key);

    /**
     * Who has it instead, by the word of the owner that was asked; null if its error says nothing of that.
     *
     * @throws RedisUnavailableException if the link was closed
     */
    @Nullable
    Owner redirected(Owner asked, ErrorReply error);

    /** What is known may not hold any more. Returns at once. */
    void lookAgain();

    /** Those that commands go to. */
    List<Node> nodes();

    /**
     * Where to subscribe to a channel. Sentinels in it are asked at each connecting.
     *
     * @throws RedisUnavailableException if nobody is known
     */
    RedisURI addressOf(byte[] channel);

    /** Whether a channel has a slot like a key, and is to be subscribed to where that slot is. */
    boolean isSharded();

    /** What runs on a connection of its own there, as it has to. */
    Tap tapped(Tap tap);

    /** Completes when all connections are closed. */
    CompletableFuture<?> close();
}
