package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * A cache in front of the source: it was built with the loader that is asked when a value is in no tier.
 *
 * <p>Of the callers in this JVM who miss one key at the same time one runs the loader, in its own thread. The others wait, and
 * get the same value or the very same exception. An interrupted one of them stops waiting, and the load goes on.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ReadThrough<K, V> implements Cache<K, V> {

    private final Tiers<K, V> tiers;
    private final Loader<? super K, ? extends V> loader;

    ReadThrough(Tiers<K, V> tiers, Loader<? super K, ? extends V> loader) {
        this.tiers = tiers;
        this.loader = loader;
    }

    /**
     * The value of a key, from the near tier, else from Redis, else from the loader. What the loader found is cached, unless
     * the key was put or invalidated meanwhile.
     *
     * @param key the key
     * @return the value, or null if the loader found none
     * @throws CacheLoadException if the loader threw a checked exception, or this thread was interrupted while it waited for
     *     another; it stays interrupted
     * @throws IllegalStateException if the loader needs the key that it is loading
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    public @Nullable V get(K key) {
        return tiers.get(key, loader);
    }

    /**
     * Like {@link #get}, and tells where the value came from.
     *
     * @param key the key
     * @return the value and its source
     * @throws CacheLoadException as {@link #get}
     * @throws IllegalStateException as {@link #get}
     * @throws IllegalArgumentException as {@link #get}
     */
    public Lookup<V> lookup(K key) {
        return tiers.lookup(key, loader);
    }

    @Override
    public String name() {
        return tiers.name();
    }

    @Override
    public void put(K key, V value) {
        tiers.put(key, value);
    }

    @Override
    public void invalidate(K key) {
        tiers.invalidate(key);
    }

    @Override
    public CacheStats stats() {
        return tiers.stats();
    }

    @Override
    public String toString() {
        return "ReadThrough " + name();
    }
}
