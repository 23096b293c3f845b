package io.breakwater.cache;

import java.util.Map;
import java.util.Set;

/**
 * Finds several values in the source at once.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface BulkLoader<K, V> {

    /**
     * Loads values. Called like {@link Loader#load}, for the keys that no other load is under way for, never for none.
     *
     * @param keys the keys, at least one
     * @return the values by their keys; a key that is missing has none. What was not asked for is left out
     * @throws Exception if it cannot tell; then no key of this call has a value
     */
    Map<K, V> loadAll(Set<K> keys) throws Exception;
}
