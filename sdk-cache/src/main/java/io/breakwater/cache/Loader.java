package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * Finds values in the source, such as a database. A loader may ask a cache for other keys, in its own thread. It must not need the value
 * that it is loading: that fails.
 *
 * @param <K> the keys
 * @param <V> the values
 * @see ContextLoader
 */
@FunctionalInterface
public interface Loader<K, V> {

    /**
     * Loads a value. Called in a thread of the cache's executor, with the logging context (MDC) of the caller who came first, and at most once at a time for a key
     * among all nodes, unless the key changes meanwhile or Redis is down. It is interrupted when it takes longer than the hard timeout.
     *
     * @param key the key
     * @return the value, or null if there is none; that is cached if the cache was told for how long
     * @throws Exception if it cannot tell; nothing is cached. All who wait for the value get it: an unchecked exception as it
     *     is, a checked one as the cause of a {@link CacheLoadException}
     */
    @Nullable
    V load(K key) throws Exception;
}
