package io.breakwater.redis.link;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Who has a key. */
final class Owner {

    /** Of a claim whose epoch, the Cluster's own number, is not known. */
    static final long NO_EPOCH = -1;

    private final Node node;
    private final long epoch;
    private final AtomicLong since;

    /**
     * An owner.
     *
     * @param since a generation: replies for the key are of this one at least, whatever the age of the connection. It is a new one
     *     each time that a slot of a Cluster goes to another server, or back
     * @param epoch the Cluster's own number of the claim
     */
    Owner(Node node, long since, long epoch) {
        this.node = node;
        this.since = new AtomicLong(since);
        this.epoch = epoch;
    }

    Node node() {
        return node;
    }

    long since() {
        return since.get();
    }

    long epoch() {
        return epoch;
    }

    /** Asks the owner. */
    <T> Reply<@Nullable T> ask(Call<T> call) throws ErrorReply {
        long atLeast = since.get();
        Reply<@Nullable T> reply = node.ask(call);
        return reply.generation() >= atLeast ? reply : reply.of(atLeast);
    }

    /** A reply of this generation has come from elsewhere, for a key of the same slot that is on its way: later ones are not older. */
    void repliedElsewhere(long generation) {
        since.accumulateAndGet(generation, Math::max);
    }

    boolean isOf(Node other, long otherEpoch) {
        return node == other && epoch == otherEpoch;
    }
}
