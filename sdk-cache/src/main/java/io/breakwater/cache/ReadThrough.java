package io.breakwater.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cache in front of the source: it was built with the loader that is asked when a value is in no tier.
 *
 * <p>Of all callers who miss one key at the same time, in all JVMs, one has the loader run. The others wait, and get the same value; those
 * of its JVM the very same exception. Whoever stops waiting does not end the load.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ReadThrough<K, V> implements Cache<K, V> {

    private final CacheParts<K, V> parts;
    private final ContextLoader<? super K, V> loader;
    private final @Nullable BulkLoader<K, V> bulk;

    ReadThrough(CacheParts<K, V> parts, ContextLoader<? super K, V> loader, @Nullable BulkLoader<K, V> bulk) {
        this.parts = parts;
        this.loader = loader;
        this.bulk = bulk;
    }

    /**
     * The value of a key, from the near tier, else from Redis, else from the loader. What the loader found is cached, unless
     * the key was changed meanwhile.
     *
     * @param key the key
     * @return the value, or null if there is none
     * @throws CacheLoadException if the loader threw a checked exception, has just failed, or takes too long, or if this thread was
     *     interrupted while it waited; it stays interrupted. An unchecked exception of the loader comes as it is
     * @throws IllegalStateException if the loader needs the key that it is loading
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    public @Nullable V get(K key) {
        V value = parts.reads().fresh(key);
        return value != null ? value : lookup(key).value();
    }

    /**
     * Like {@link #get}, and tells where the value came from.
     *
     * @param key the key
     * @return the value and its source
     * @throws CacheException as {@code get}
     */
    public Lookup<V> lookup(K key) {
        return lookup(key, ReadOptions.defaults());
    }

    /**
     * Like {@link #lookup(Object)}, with options.
     *
     * @param key the key
     * @param options how this read differs
     * @return the value and its source
     * @throws CacheException as {@code get}
     */
    public Lookup<V> lookup(K key, ReadOptions options) {
        return parts.reads().find(key, loader, Objects.requireNonNull(options, "options"));
    }

    /**
     * Like {@link #lookup(Object, ReadOptions)}, without a thread that waits.
     *
     * @param key the key
     * @param options how this read differs
     * @return completes in a thread of the cache's or the loader's, or with what {@code get} throws; to cancel it ends no load
     */
    public CompletionStage<Lookup<V>> lookupAsync(K key, ReadOptions options) {
        return parts.reads().findAsync(key, loader, Objects.requireNonNull(options, "options"));
    }

    /**
     * The values of several keys: Redis is asked by one command for each of its slots, the bulk loader once for what is left; without one
     * the loader is called for each key, in several threads.
     *
     * @param keys the keys
     * @return the values by their keys, in the order of the keys; a key without a value is missing
     * @throws CacheBulkException if some could not be found; it has the others
     */
    public Map<K, V> getAll(Collection<? extends K> keys) {
        return gather(keys).values();
    }

    /**
     * Like {@link #getAll}, without a thread that waits for loads.
     *
     * @param keys the keys
     * @return completes with the values, or with what {@code getAll} throws
     */
    public CompletionStage<Map<K, V>> getAllAsync(Collection<? extends K> keys) {
        return parts.async().gather(() -> gather(keys));
    }

    private BulkReads<K, V>.Gathered gather(Collection<? extends K> keys) {
        return bulk == null
                ? parts.bulkReads().getAll(keys, loader, ReadOptions.defaults())
                : parts.bulkReads().getAll(keys, loader, bulk, ReadOptions.defaults());
    }

    @Override
    public String name() {
        return parts.name();
    }

    @Override
    public void invalidate(K key) {
        parts.changes().invalidate(key);
    }

    @Override
    public void invalidate(K key, String token) {
        parts.changes().invalidate(key, token);
    }

    @Override
    public CompletionStage<Void> invalidateAsync(K key) {
        return parts.async().run(() -> parts.changes().invalidate(key));
    }

    @Override
    public void invalidateAll(Collection<? extends K> keys) {
        parts.changes().invalidateAll(keys);
    }

    @Override
    public void invalidateAfterCommit(K key, Consumer<? super Runnable> afterCommit) {
        parts.changes().invalidateAfterCommit(key, afterCommit);
    }

    @Override
    public void clear() {
        parts.changes().clear();
    }

    @Override
    public CacheStats stats() {
        return parts.stats();
    }

    @Override
    public void close() {
        parts.close();
    }

    @Override
    public String toString() {
        return "ReadThrough " + name();
    }
}
