package io.breakwater.redis.link;

/**
 * Receives the names of keys that changed, by RESP3 client tracking in broadcasting mode (Redis manual, client-side caching). All
 * methods are called on an event loop or the timer of the link and must not block. What they throw is logged, and goes no further.
 *
 * <p>As with a {@link Subscriber}, changes are missed while there is no connection.
 */
public interface KeyWatcher {

    /**
     * The server has confirmed that it tells of changes from now on.
     *
     * @param generation the number of this watch's connection, greater than all before
     */
    void watching(long generation);

    /**
     * A key was written, deleted, evicted or has expired.
     *
     * @param key which one
     * @param generation the number of the connection that brought the news
     */
    void changed(byte[] key, long generation);

    /**
     * All keys are gone (FLUSHALL or FLUSHDB).
     *
     * @param generation the number of the connection that brought the news
     */
    void flushed(long generation);

    /**
     * The connection was lost, or does not answer any more; changes are missed from some moment before this call on.
     *
     * @param generation the number of the connection that was lost
     */
    default void interrupted(long generation) {}
}
