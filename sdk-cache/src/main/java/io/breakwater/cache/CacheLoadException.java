package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * There is no value: the loader threw a checked exception, or took too long, or has just failed, here or on another node; or the
 * caller was interrupted while it waited. Message and cause tell which. All who waited for a load that failed get the same instance,
 * with the stack trace of the thread that loaded.
 */
public final class CacheLoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheLoadException(String cache, Object key, String problem, @Nullable Throwable cause) {
        super(cache, key, problem, cause);
    }
}
