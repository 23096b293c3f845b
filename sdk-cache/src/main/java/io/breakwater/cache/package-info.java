/**
 * A two-tier cache: a near tier in this JVM and a shared one in Redis, either of them optional.
 *
 * <p>The entry type is {@link io.breakwater.cache.Cache}: its builder's last call names the pattern, and returns a type that
 * allows that pattern only.
 *
 * <p>All types may be used by several threads, platform or virtual. Loaders run in threads of the cache, or in an executor that it is given; a
 * heartbeat and a clock have a daemon thread each, for all caches of a link and of the JVM. While Redis is down, reads go on to the loader
 * and changes tell it by a {@link io.breakwater.cache.CacheStoreException}, or are made good later, as the cache was told.
 */
@NullMarked
package io.breakwater.cache;

import org.jspecify.annotations.NullMarked;
