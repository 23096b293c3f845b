package io.breakwater.redis.link;

import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which server has which key. */
interface Topology extends AutoCloseable {

    /**
     * The server for a key.
     *
     * @throws RedisUnavailableException if none is known
     */
    Node nodeOf(byte[] key);

    /** Where a server says that the key is; null if its error says nothing of that. */
    @Nullable
    Node redirected(ErrorReply error);

    /** Those that commands go to. */
    List<Node> nodes();

    /** Where to subscribe to a channel. Sentinels in it are asked at each connecting. */
    RedisURI addressOf(byte[] channel);

    /** Whether a channel has a slot like a key, and is to be subscribed to where that slot is. */
    boolean isSharded();

    @Override
    void close();
}
