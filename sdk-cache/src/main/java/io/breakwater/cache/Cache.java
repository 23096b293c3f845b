package io.breakwater.cache;

import java.util.Collection;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A named cache, and what all its patterns can do. How values get in is the pattern's own: see {@link CacheAside},
 * {@link ReadThrough} and {@link WriteThrough}.
 *
 * <p>Keys and values must not change once they were handed over, since the near tier keeps them as they are. With a shared tier
 * a key is a {@link String}, {@link Long}, {@link Integer} or {@link java.util.UUID} of at most 1 KiB; {@code 1}, {@code 1L} and
 * {@code "1"} are three keys. Without one, any type with {@code equals} and {@code hashCode} will do.
 *
 * <p>A change is told to all JVMs whose cache has this name on this Redis. After an acknowledged change this JVM serves nothing older;
 * the others serve nothing older once they were told, and one second later at the latest, the time of a heartbeat, while they reach Redis.
 *
 * <p>All methods may be called by several threads, platform or virtual.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public sealed interface Cache<K, V> extends AutoCloseable permits CacheAside, ReadThrough, WriteThrough {

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
     * Removes a value, from Redis first, whether it is there or not. Call it after the change of the source has been committed: no read
     * that begins in this JVM after the return gets a value that was loaded before the call.
     *
     * @param key the key
     * @throws CacheStoreException if Redis did not acknowledge it, unless the cache is to
     *     {@linkplain WhenStoreFails#REPAIR_LATER repair it later}
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    void invalidate(K key);

    /**
     * Removes a value, and says how fresh the source has to be for the next load.
     *
     * @param key the key
     * @param token what the loader finds in {@link LoadContext#freshness()}, for 30 seconds or the cache's hold-off: a word that the source
     *     understands, at most 200 bytes of UTF-8
     * @throws CacheStoreException as {@link #invalidate(Object)}
     * @throws IllegalArgumentException if the token or the key is too long, or the key of a type that cannot be shared
     */
    void invalidate(K key, String token);

    /**
     * Like {@link #invalidate(Object)}, in a thread of the cache's.
     *
     * @param key the key
     * @return completes when nothing older is served here any more, or with what {@code invalidate} throws
     */
    CompletionStage<Void> invalidateAsync(K key);

    /**
     * Removes several values, by one command for at most a hundred keys of a lane.
     *
     * @param keys the keys
     * @throws CacheBulkException if Redis did not acknowledge it for some of several keys
     * @throws CacheStoreException if it did not for a single one
     * @throws IllegalArgumentException if a key is too long or of a type that cannot be shared; then nothing was removed
     */
    void invalidateAll(Collection<? extends K> keys);

    /**
     * Removes a value once a transaction has been committed. If that fails it is logged, and made good later.
     *
     * @param key the key
     * @param afterCommit takes what is to be run after the commit, and after a rollback not at all; for example {@code handle::afterCommit}
     */
    void invalidateAfterCommit(K key, Consumer<? super Runnable> afterCommit);

    /**
     * Ends all values of this name, in Redis and in every JVM. The time that it takes does not depend on how many there are; Redis frees
     * their memory when they expire. What is put after the return stays.
     *
     * @throws CacheStoreException if Redis did not acknowledge it; it is made good later
     */
    void clear();

    /**
     * What has happened in this JVM since the cache was built.
     *
     * @return the figures of now, each exact, read one after the other
     */
    CacheStats stats();

    /** Ends the threads, and with the last cache of its link the heartbeat. The link stays open. Loads under way are interrupted. */
    @Override
    void close();
}
