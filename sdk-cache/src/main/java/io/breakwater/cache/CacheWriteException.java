package io.breakwater.cache;

/** The writer of a write-through threw a checked exception, which is the cause. The cache holds nothing for the key. */
public final class CacheWriteException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheWriteException(String cache, Object key, Throwable cause) {
        super(cache, key, "the writer failed: " + cause, cause);
    }
}
