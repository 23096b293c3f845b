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

    @SuppressWarnings("NullAway") // the type allows null, which NullAway sees in its JSpecify mode only
    @Nullable
    V load(K key, ContextLoader<? super K, V> loader, LoadContext<V> context) {
        return call(key, () -> loader.load(key, context));
    }

    <T extends @Nullable Object> T call(Object key, Load<T> load) {
        boolean returned = false;
        long begun = System.nanoTime();
        try {
            T found = load.run();
            returned = true;
            return found;
        } catch (RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CacheLoadException(cache, key, "the loader was interrupted", e);
        } catch (Exception e) {
            throw new CacheLoadException(cache, key, "the loader failed: " + e, e);
        } finally {
            counters.loaded(returned, System.nanoTime() - begun);
        }
    }

    /** What is called. */
    interface Load<T extends @Nullable Object> {

        T run() throws Exception;
    }
}
