/**
 * A two-tier cache: a near tier in this JVM and a shared one in Redis, either of them optional.
 *
 * <p>The entry type is {@link io.breakwater.cache.Cache}: its builder's last call names the pattern, and returns a type that
 * allows that pattern only.
 *
 * <p>All types may be used by several threads, platform or virtual. There are no threads of our own: a loader runs in the
 * thread of the first caller, and the others who want the same key wait for it. While Redis is down, reads go on to the loader
 * and writes tell it by a {@link io.breakwater.cache.CacheStoreException}.
 */
@NullMarked
package io.breakwater.cache;

import org.jspecify.annotations.NullMarked;
