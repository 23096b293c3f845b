package io.breakwater.cache;

import io.breakwater.redis.RedisException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the values of several keys: what is near, then what Redis has, by one command for each slot, and the rest by loads, each key
 * once. A key that fails does not keep the others from being found.
 */
final class BulkReads<K, V> {

    private final Tiers<K, V> tiers;
    private final Reads<K, V> reads;

    BulkReads(Tiers<K, V> tiers, Reads<K, V> reads) {
        this.tiers = tiers;
        this.reads = reads;
    }

    /** By a loader that is called for each key. */
    Gathered getAll(Collection<? extends K> keys, ContextLoader<? super K, V> loader, ReadOptions options) {
        return gather(keys, loader, options, missing -> each(missing, loader, options));
    }

    /** By a loader that is called once for all. */
    Gathered getAll(Collection<? extends K> keys, BulkLoader<K, V> loader, ReadOptions options) {
        return getAll(keys, (key, context) -> loader.loadAll(Set.of(key)).get(key), loader, options);
    }

    /** The same, with one for the keys that cannot be loaded together, such as those that must be read fresh. */
    Gathered getAll(
            Collection<? extends K> keys,
            ContextLoader<? super K, V> single,
            BulkLoader<K, V> loader,
            ReadOptions options) {
        return gather(
                keys,
                single,
                options,
                missing -> Flight.isInLoader()
                        ? each(missing, single, options)
                        : reads.searchTogether(
                                missing, single, options, own -> new BulkMiss<>(tiers, reads, loader, own).search()));
    }

    private Gathered gather(
            Collection<? extends K> keys,
            ContextLoader<? super K, V> loader,
            ReadOptions options,
            Function<List<K>, Map<K, CompletableFuture<Lookup<V>>>> search) {
        Set<K> distinct = new LinkedHashSet<>(keys);
        Map<K, @Nullable V> found = new LinkedHashMap<>();
        Map<K, CompletableFuture<Lookup<V>>> searches = new LinkedHashMap<>();
        near(distinct, loader, options, found, searches);
        shared(remaining(distinct, found), loader, options, found);
        List<K> missing = remaining(distinct, found);
        missing = missing.stream().filter(key -> !searches.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            searches.putAll(search.apply(missing));
        }
        return new Gathered(distinct, found, searches);
    }

    /** What was there, and the searches for the rest. */
    final class Gathered {

        private final Set<K> keys;
        private final Map<K, @Nullable V> found;
        private final Map<K, CompletableFuture<Lookup<V>>> searches;

        Gathered(Set<K> keys, Map<K, @Nullable V> found, Map<K, CompletableFuture<Lookup<V>>> searches) {
            this.keys = keys;
            this.found = found;
            this.searches = searches;
        }

        CompletableFuture<?> landing() {
            return CompletableFuture.allOf(searches.values().toArray(CompletableFuture[]::new));
        }

        /**
         * The values, when the searches are over.
         *
         * @throws CacheBulkException if some have failed
         */
        Map<K, V> values() {
            Map<K, RuntimeException> failures = new LinkedHashMap<>();
            await(searches, found, failures);
            Map<K, V> values = present(keys, found);
            if (!failures.isEmpty()) {
                throw new CacheBulkException(tiers.name(), "getAll", values, failures);
            }
            return values;
        }
    }

    private void near(
            Set<K> keys,
            ContextLoader<? super K, V> loader,
            ReadOptions options,
            Map<K, @Nullable V> found,
            Map<K, CompletableFuture<Lookup<V>>> failed) {
        if (options.skipsNear()) {
            return;
        }
        for (K key : keys) {
            NearEntry<V> entry = tiers.aliveEntry(key);
            if (entry == null) {
                continue;
            }
            tiers.counters().read(Source.NEAR);
            if (entry.failure() == null) {
                reads.refreshIfLate(key, entry, loader, options);
                found.put(key, entry.value());
            } else {
                failed.put(
                        key,
                        CompletableFuture.failedFuture(
                                new Flight.Failed(entry.failure().cause())));
            }
        }
    }

    private void shared(
            List<K> keys, ContextLoader<? super K, V> loader, ReadOptions options, Map<K, @Nullable V> found) {
        List<Spot<K>> spots = keys.stream()
                .filter(key -> tiers.isShared() && tiers.aliveEntry(key) == null)
                .map(tiers::spot)
                .filter(spot -> !tiers.isUntold(spot.key()))
                .toList();
        if (spots.isEmpty()) {
            return;
        }
        List<@Nullable StoredRecord> stored = peekAll(spots);
        for (int i = 0; i < stored.size(); i++) {
            StoredRecord record = stored.get(i);
            Lookup<V> hit = record == null ? null : reads.hit(spots.get(i), record, loader, options);
            if (hit != null) {
                tiers.counters().read(Source.SHARED);
                found.put(spots.get(i).key(), hit.value());
            }
        }
    }

    private List<@Nullable StoredRecord> peekAll(List<Spot<K>> spots) {
        try {
            return tiers.sharedTier()
                    .peekAll(spots.stream().map(Changes::shared).toList());
        } catch (RedisException e) {
            return List.of();
        }
    }

    /** In a loader's own thread one after the other: see {@link Reads}. */
    private Map<K, CompletableFuture<Lookup<V>>> each(
            List<K> keys, ContextLoader<? super K, V> loader, ReadOptions options) {
        Map<K, CompletableFuture<Lookup<V>>> searches = new LinkedHashMap<>();
        for (K key : keys) {
            searches.put(
                    key, Flight.isInLoader() ? found(key, loader, options) : reads.searchAsync(key, loader, options));
        }
        return searches;
    }

    private CompletableFuture<Lookup<V>> found(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        try {
            return CompletableFuture.completedFuture(reads.find(key, loader, options));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(new Flight.Failed(e));
        }
    }

    private void await(
            Map<K, CompletableFuture<Lookup<V>>> searches,
            Map<K, @Nullable V> found,
            Map<K, RuntimeException> failures) {
        searches.forEach((key, search) -> {
            try {
                found.put(key, search.get().value());
            } catch (ExecutionException e) {
                failures.put(
                        key, Flight.unchecked(e.getCause() instanceof Flight.Failed failed ? failed.failure() : e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.put(
                        key, new CacheLoadException(tiers.name(), key, "interrupted while waiting for the load", e));
            }
        });
    }

    private List<K> remaining(Set<K> keys, Map<K, @Nullable V> found) {
        return keys.stream().filter(key -> !found.containsKey(key)).toList();
    }

    private Map<K, V> present(Set<K> keys, Map<K, @Nullable V> found) {
        Map<K, V> values = new LinkedHashMap<>();
        for (K key : keys) {
            V value = found.get(key);
            if (value != null) {
                values.put(key, value);
            }
        }
        return values;
    }
}
