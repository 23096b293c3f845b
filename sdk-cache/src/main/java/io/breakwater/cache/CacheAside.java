package io.breakwater.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A cache beside the source: each read brings the loader that is asked when the value is in no tier, and for a refresh ahead of its end.
 *
 * <p>Of all callers who miss one key at the same time, in all JVMs, one has its loader run. The others wait, and get the same value; those
 * of its JVM the very same exception. Whoever stops waiting does not end the load.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class CacheAside<K, V> implements Cache<K, V> {

    private final CacheParts<K, V> parts;

    CacheAside(CacheParts<K, V> parts) {
        this.parts = parts;
    }

    /**
     * The value of a key, from the near tier, else from Redis, else from the loader. What the loader found is cached, unless
     * the key was changed meanwhile.
     *
     * @param key the key
     * @param loader asked when the value is in no tier, if no other caller is loading the key already
     * @return the value, or null if there is none
     * @throws CacheLoadException if the loader threw a checked exception, has just failed, or takes too long, or if this thread was
     *     interrupted while it waited; it stays interrupted. An unchecked exception of the loader comes as it is
     * @throws IllegalStateException if a loader needs the key that it is loading
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    public @Nullable V get(K key, Loader<? super K, ? extends V> loader) {
        Objects.requireNonNull(loader, "loader");
        V value = parts.reads().fresh(key);
        return value != null ? value : lookup(key, loader).value();
    }

    /**
     * Like {@link #get(Object, Loader)}, and tells where the value came from.
     *
     * @param key the key
     * @param loader asked when the value is in no tier
     * @return the value and its source
     * @throws CacheException as {@code get}
     */
    public Lookup<V> lookup(K key, Loader<? super K, ? extends V> loader) {
        return lookup(key, CacheBuilder.withoutContext(loader), ReadOptions.defaults());
    }

    /**
     * Like {@link #get(Object, Loader)}, with a loader that wants to know more, and tells where the value came from.
     *
     * @param key the key
     * @param loader asked when the value is in no tier
     * @param options how this read differs
     * @return the value and its source
     * @throws CacheException as {@code get}
     */
    public Lookup<V> lookup(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        return parts.reads()
                .find(key, Objects.requireNonNull(loader, "loader"), Objects.requireNonNull(options, "options"));
    }

    /**
     * Like {@link #lookup(Object, ContextLoader, ReadOptions)}, without a thread that waits.
     *
     * @param key the key
     * @param loader asked when the value is in no tier
     * @param options how this read differs
     * @return completes in a thread of the cache's or the loader's, or with what {@code get} throws; to cancel it ends no load
     */
    public CompletionStage<Lookup<V>> lookupAsync(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        return parts.reads()
                .findAsync(key, Objects.requireNonNull(loader, "loader"), Objects.requireNonNull(options, "options"));
    }

    /**
     * The values of several keys: Redis is asked by one command for each of its slots, the loader once for what is left.
     *
     * @param keys the keys
     * @param loader asked for the keys that are in no tier and that nobody else is loading
     * @return the values by their keys, in the order of the keys; a key without a value is missing
     * @throws CacheBulkException if some could not be found; it has the others
     */
    public Map<K, V> getAll(Collection<? extends K> keys, BulkLoader<K, V> loader) {
        return parts.bulkReads()
                .getAll(keys, Objects.requireNonNull(loader, "loader"), ReadOptions.defaults())
                .values();
    }

    /**
     * Like {@link #getAll}, without a thread that waits for loads.
     *
     * @param keys the keys
     * @param loader asked for the keys that are in no tier and that nobody else is loading
     * @return completes with the values, or with what {@code getAll} throws
     */
    public CompletionStage<Map<K, V>> getAllAsync(Collection<? extends K> keys, BulkLoader<K, V> loader) {
        Objects.requireNonNull(loader, "loader");
        return parts.async().gather(() -> parts.bulkReads().getAll(keys, loader, ReadOptions.defaults()));
    }

    /**
     * Caches a value, in Redis first, in place of what is there. A load that is under way cannot overwrite it. Of two threads that
     * put values of a key the one that reaches Redis last wins, which need not be the one that wrote the source last: where that matters,
     * {@link #invalidate} or a {@link WriteThrough}.
     *
     * @param key the key
     * @param value the value
     * @throws CacheStoreException if Redis did not acknowledge it; this JVM then serves nothing for the key that is older than the call
     * @throws IllegalArgumentException if the key is too long or of a type that cannot be shared
     */
    public void put(K key, V value) {
        parts.changes().put(key, value);
    }

    /**
     * Like {@link #put}, in a thread of the cache's.
     *
     * @param key the key
     * @param value the value
     * @return completes when it is cached, or with what {@code put} throws
     */
    public CompletionStage<Void> putAsync(K key, V value) {
        return parts.async().run(() -> put(key, value));
    }

    /**
     * Caches several values, each as by {@link #put}.
     *
     * @param entries the values by their keys
     * @throws CacheBulkException if some were not acknowledged; the others are cached
     */
    public void putAll(Map<? extends K, ? extends V> entries) {
        parts.changes().putAll(entries);
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
        return "CacheAside " + name();
    }
}
