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

    /** Whose slot it is, while a key of it is on its way from there. */
    private final @Nullable Owner giver;

    /**
     * An owner.
     *
     * @param since a generation: replies for the key are of this one at least, whatever the age of the connection. It is a new one
     *     each time that a slot of a Cluster goes to another server, or back
     * @param epoch the Cluster's own number of the claim
     */
    Owner(Node node, long since, long epoch) {
        this(node, since, epoch, null);
    }

    private Owner(Node node, long since, long epoch, @Nullable Owner giver) {
        this.node = node;
        this.since = new AtomicLong(since);
        this.epoch = epoch;
        this.giver = giver;
    }

    /** The one to whom a key is on its way from this one. */
    Owner onTheWayTo(Node other, long generation) {
        return new Owner(other, Math.max(since(), generation), epoch, this);
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
        return replied(node.ask(prepared(call)), atLeast);
    }

    /** The same, without waiting. */
    <T> Asked<T> send(Call<T> call, Departure together) {
        return new Asked<>(this, since.get(), node.send(prepared(call), together));
    }

    private <T> Call<T> prepared(Call<T> call) {
        return giver == null ? call : call.asking();
    }

    /** Replies for a key that is on its way are noted where it comes from: later ones from there are not older. */
    <T> Reply<@Nullable T> replied(Reply<@Nullable T> reply, long atLeast) {
        Reply<@Nullable T> own = reply.generation() >= atLeast ? reply : reply.of(atLeast);
        if (giver != null) {
            giver.since.accumulateAndGet(own.generation(), Math::max);
        }
        return own;
    }

    boolean isOf(Node other, long otherEpoch) {
        return node == other && epoch == otherEpoch;
    }
}
