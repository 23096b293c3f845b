package io.breakwater.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cache through which the source is read and written. Before the source is written Redis knows of it, and until the write is over
 * nobody caches the key: there is no moment in which the cache has an old value for good, also when a writer dies.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class WriteThrough<K, V> implements Cache<K, V> {

    private final CacheParts<K, V> parts;
    private final ContextLoader<? super K, V> loader;
    private final SourceWrites<K, V> writes;

    WriteThrough(CacheParts<K, V> parts, ContextLoader<? super K, V> loader, Writer<? super K, ? super V> writer) {
        this.parts = parts;
        this.loader = loader;
        this.writes = parts.writes(writer);
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
     * The values of several keys: Redis is asked by one command for each of its slots, the loader for each key that is left, in
     * several threads.
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
        return parts.bulkReads().getAll(keys, loader, ReadOptions.defaults());
    }

    /**
     * Writes a value to the source, in this thread, and caches it. If several write one key at the same time none of their values is
     * cached: only the source knows which came last.
     *
     * @param key the key
     * @param value the value
     * @throws CacheStoreException if Redis did not acknowledge it, unless the cache is to
     *     {@linkplain WhenStoreFails#REPAIR_LATER repair it later}; the message tells whether the source was written
     * @throws CacheWriteException if the writer threw a checked exception; an unchecked one comes as it is. The cache then holds nothing
     *     for the key
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    public void put(K key, V value) {
        writes.put(key, value);
    }

    /**
     * Like {@link #put}, in a thread of the cache's: the writer runs there.
     *
     * @param key the key
     * @param value the value
     * @return completes when it is written and cached, or with what {@code put} throws
     */
    public CompletionStage<Void> putAsync(K key, V value) {
        return parts.async().run(() -> put(key, value));
    }

    /**
     * Writes several values, as by {@link Writer#writeAll}, and caches those that were written.
     *
     * @param entries the values by their keys
     * @throws CacheBulkException if some failed; the others were written
     * @throws CacheWriteException if nobody knows which were written
     */
    public void putAll(Map<? extends K, ? extends V> entries) {
        writes.putAll(entries);
    }

    /**
     * Removes a value from the source, by {@link Writer#delete}, and from the cache.
     *
     * @param key the key
     * @throws CacheException as {@link #put}
     */
    public void remove(K key) {
        writes.remove(key);
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
        return "WriteThrough " + name();
    }
}
