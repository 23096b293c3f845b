package io.breakwater.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes values to the source, such as a database. Called in the thread of the cache's caller. It must be over within ten seconds: after
 * that other nodes may cache what they read meanwhile, until the write ends.
 *
 * @param <K> the keys
 * @param <V> the values
 */
@FunctionalInterface
public interface Writer<K, V> {

    /**
     * Writes a value.
     *
     * @param key the key
     * @param value the value
     * @throws Exception if it was not written, or nobody knows; the cache then holds nothing for the key
     */
    void write(K key, V value) throws Exception;

    /**
     * Removes a value.
     *
     * @param key the key
     * @throws Exception if it was not removed, or nobody knows
     */
    default void delete(K key) throws Exception {
        throw new UnsupportedOperationException("This writer does not delete");
    }

    /**
     * Writes several values. This one writes one after the other; one that fails does not keep the rest from being written.
     *
     * @param entries the values by their keys, at least one
     * @return why some were not written, by their keys; empty if all were
     * @throws Exception if nobody knows which were written
     */
    default Map<K, Exception> writeAll(Map<K, V> entries) throws Exception {
        Map<K, Exception> failures = new LinkedHashMap<>();
        entries.forEach((key, value) -> {
            try {
                write(key, value);
            } catch (Exception e) {
                failures.put(key, e);
            }
        });
        return failures;
    }
}
