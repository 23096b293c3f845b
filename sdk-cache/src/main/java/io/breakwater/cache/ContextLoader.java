package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * A {@link Loader} that wants to know more of the load, or to say more than the value.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface ContextLoader<K, V> {

    /**
     * Loads a value. Called like {@link Loader#load}.
     *
     * @param key the key
     * @param context of this load, for this call and its thread only
     * @return the value, or null if there is none
     * @throws Exception if it cannot tell
     */
    @Nullable
    V load(K key, LoadContext<V> context) throws Exception;
}
