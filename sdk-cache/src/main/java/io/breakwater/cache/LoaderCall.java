package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/** Calls a loader, counts it, and lets nothing checked out. */
final class LoaderCall<K, V> {

    private final String cache;
    private final Counters counters;

    LoaderCall(String cache, Counters counters) {
        this.cache = cache;
        this.counters = counters;
    }

    @Nullable
    V load(K key, Loader<? super K, ? extends V> loader) {
        boolean returned = false;
        try {
            V value = loader.load(key);
            returned = true;
            return value;
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CacheLoadException(cache, key, "the loader was interrupted", e);
        } catch (Exception e) {
            throw new CacheLoadException(cache, key, "the loader failed: " + e, e);
        } finally {
            counters.loaded(returned);
        }
    }
}
