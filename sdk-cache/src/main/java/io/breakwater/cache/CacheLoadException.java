package io.breakwater.cache;

/**
 * There is no value: the loader threw a checked exception, or the caller was interrupted while it waited for another's loader.
 * The cause tells which. All who waited for a load that failed get the same instance, with the stack trace of the thread that
 * loaded.
 */
public final class CacheLoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheLoadException(String cache, Object key, String problem, Throwable cause) {
        super(cache, key, problem, cause);
    }
}
