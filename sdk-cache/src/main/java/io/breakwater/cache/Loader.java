package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * Finds values in the source, such as a database. It must not need the value it is loading: that fails in one thread, and two
 * threads whose loaders wait for each other's keys wait for ever.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface Loader<K, V> {

    /**
     * Loads a value. Called in the thread of a caller of the cache, at most once at a time for a key in this JVM unless the key
     * is put or invalidated meanwhile.
     *
     * @param key the key
     * @return the value, or null if there is none; that is not cached
     * @throws Exception if it cannot tell; nothing is cached. All who wait for the value get it: an unchecked exception as it
     *     is, a checked one as the cause of a {@link CacheLoadException}
     */
    @Nullable
    V load(K key) throws Exception;
}
