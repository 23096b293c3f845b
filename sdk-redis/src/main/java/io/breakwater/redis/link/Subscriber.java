package io.breakwater.redis.link;

/**
 * Receives what is published. All methods are called on an event loop or the timer of the link, one after the other for each slot of a Cluster
 * and for all channels of a single server: they must not block. What they throw is logged, and goes no further.
 *
 * <p>Messages can be lost while there is no connection, and none is sent again. {@link #subscribed} says when that can have
 * happened: from that call on nothing is missed until the next {@link #interrupted} or {@code subscribed}. What the subscriber must
 * know besides, it has to ask for after that call. A message of an older generation never follows it.
 */
public interface Subscriber {

    /**
     * The server has confirmed the subscription: the first one, or one after an interruption.
     *
     * @param generation the number of this subscription's connection, greater than all before
     */
    void subscribed(long generation);

    /**
     * A message.
     *
     * @param channel where it was published
     * @param message what was
     * @param generation the number of the connection that brought it
     */
    void message(byte[] channel, byte[] message, long generation);

    /**
     * The connection was lost, or does not answer any more; messages are missed from some moment before this call on. The link
     * subscribes again by itself.
     *
     * @param generation the number of the connection that was lost
     */
    default void interrupted(long generation) {}
}
