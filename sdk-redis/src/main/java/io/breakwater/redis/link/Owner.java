package io.breakwater.redis.link;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who has a key.
 *
 * @param node the server
 * @param since a generation: replies for the key are of this one at least, whatever the age of the connection. It is a new one each
 *     time that a slot of a Cluster goes to another server, or back
 * @param epoch the Cluster's own number of the claim; 0 where there is none
 */
record Owner(Node node, long since, long epoch) {

    /** Asks the owner. */
    <T> Reply<@Nullable T> ask(Call<T> call) throws ErrorReply {
        Reply<@Nullable T> reply = node.ask(call);
        return reply.generation() >= since ? reply : reply.of(since);
    }

    boolean isOf(Node other, long otherEpoch) {
        return Objects.equals(node, other) && epoch == otherEpoch;
    }
}
