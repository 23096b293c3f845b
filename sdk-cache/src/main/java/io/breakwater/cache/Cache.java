package io.breakwater.cache;

/**
 * A named cache, and what all its patterns can do. How values get in is the pattern's own: see {@link CacheAside} and
 * {@link ReadThrough}.
 *
 * <p>Keys and values must not change once they were handed over, since the near tier keeps them as they are. With a shared tier
 * a key is a {@link String}, {@link Long}, {@link Integer} or {@link java.util.UUID} of at most 1 KiB; {@code 1}, {@code 1L} and
 * {@code "1"} are three keys. Without one, any type with {@code equals} and {@code hashCode} will do.
 *
 * <p>A change in one JVM is not told to the near tiers of the others yet: they may serve the old value until it expires there.
 *
 * <p>All methods may be called by several threads. There is nothing to close.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public sealed interface Cache<K, V> permits CacheAside, ReadThrough {

    /**
     * Begins a cache.
     *
     * @param name the name in Redis, in metrics and in logs: 1 to 64 of {@code A-Z a-z 0-9 _ . -}; caches with one name on one
     *     Redis share their values
     * @param <K> the keys
     * @param <V> the values
     * @return a builder
     * @throws IllegalArgumentException if the name has another form
     */
    static <K, V> CacheBuilder<K, V> builder(String name) {
        return new CacheBuilder<>(name);
    }

    /**
     * The name.
     *
     * @return as given to {@link #builder(String)}
     */
    String name();

    /**
     * Caches a value, in Redis first, in place of what is there. A load that is under way cannot overwrite it.
     *
     * @param key the key
     * @param value the value
     * @throws CacheStoreException if Redis did not acknowledge it; the near tier of this JVM then holds no value
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    void put(K key, V value);

    /**
     * Removes a value, from Redis first, whether it is there or not. Call it after the change of the source has been committed:
     * after the return this JVM serves nothing that was loaded before the call, unless Redis gets it back from a load that is
     * under way, in the two cases that the README names.
     *
     * @param key the key
     * @throws CacheStoreException if Redis did not acknowledge it; the near tier of this JVM then holds no value
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    void invalidate(K key);

    /**
     * What has happened in this JVM since the cache was built.
     *
     * @return the figures of now, each exact, read one after the other
     */
    CacheStats stats();
}
