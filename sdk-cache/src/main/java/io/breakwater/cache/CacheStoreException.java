package io.breakwater.cache;

/**
 * Redis did not acknowledge a change, which may have been executed all the same. This JVM serves nothing old for the key; other JVMs may
 * until Redis has been told, which happens as soon as it answers and this JVM lives, or until the value expires. Trying again is safe.
 */
public final class CacheStoreException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheStoreException(String cache, Object key, String operation, Throwable cause) {
        super(
                cache,
                key,
                operation + " was not acknowledged by Redis; other JVMs may see the old value until it is",
                cause);
    }
}
