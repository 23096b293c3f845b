package io.breakwater.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a loader may know and say beside the value. For the thread of the load, until it returns.
 *
 * @param <V> the values
 */
public sealed interface LoadContext<V> permits OpenContext {

    /** The token of {@link #freshness()} that stands for "the freshest source there is": the primary. */
    String FRESHEST = "*";

    /**
     * Lets this value live for another time than the cache's.
     *
     * @param ttl how long, 1 ms to 365 days; without jitter
     * @throws IllegalArgumentException if it is out of range
     */
    void ttl(Duration ttl);

    /**
     * The value that has ended, when one is left; only with {@code staleIfError} or in a refresh.
     *
     * @return it, or null
     */
    @Nullable
    V staleValue();

    /**
     * To be returned when the source says that the stale value still holds, such as by status 304: it lives on for another TTL.
     *
     * @return the stale value
     * @throws IllegalStateException if there is none
     */
    V notModified();

    /**
     * How fresh the source must be: the tokens of the invalidations since the key was last cached, in no order, at most four.
     * {@link #FRESHEST} stands for more than can be told. Who calls this promises to heed them all; a load that does not call it while there are
     * tokens counts as one that may have read old data, and its value lives until the window of the tokens ends at most.
     *
     * @return the tokens, none if any source will do
     */
    List<String> freshness();
}
