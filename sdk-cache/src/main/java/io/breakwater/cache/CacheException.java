package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/** A cache could not do what it was asked. The root of this module's exceptions. */
public abstract sealed class CacheException extends RuntimeException
        permits CacheBulkException, CacheLoadException, CacheStoreException, CacheWriteException {

    private static final long serialVersionUID = 1L;

    /** Which cache. */
    private final String cache;

    /** Which key, as text. */
    private final String key;

    CacheException(String cache, Object key, String problem, @Nullable Throwable cause) {
        super("Cache " + cache + ", key " + key + ": " + problem, cause);
        this.cache = cache;
        this.key = key.toString();
    }

    /**
     * Which cache.
     *
     * @return its name
     */
    public final String cache() {
        return cache;
    }

    /**
     * Which key.
     *
     * @return the key as text
     */
    public final String key() {
        return key;
    }
}
