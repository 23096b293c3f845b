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

    /** Who has it instead, by the word of a server that has not; null if its error says nothing of that. */
    @Nullable
    Owner redirected(ErrorReply error);

    /** Those that commands go to. */
    List<Node> nodes();

    /** Where to subscribe to a channel. Sentinels in it are asked at each connecting. */
    RedisURI addressOf(byte[] channel);

    /** Whether a channel has a slot like a key, and is to be subscribed to where that slot is. */
    boolean isSharded();

    /** Completes when all connections are closed. */
    CompletableFuture<?> close();
}
