package io.breakwater.cache;

/**
 * Redis did not acknowledge a {@code put} or an {@code invalidate}, which may have been executed all the same. The near tier of
 * this JVM holds no value for the key; other JVMs may see the old one until it expires. Trying again is safe.
 */
public final class CacheStoreException extends CacheException {

    private static final long serialVersionUID = 1L;

    CacheStoreException(String cache, Object key, String operation, Throwable cause) {
        super(
                cache,
                key,
                operation + " was not acknowledged by Redis; other JVMs may see the old value until it expires",
                cause);
    }
}
