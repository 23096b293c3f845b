package io.breakwater.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether a key may have changed since a moment. A fill looks before it reads the store, and stores only if nothing has
 * changed since; each change advances the key's stripe, whether the key is cached or not. Keys that share a stripe disturb each
 * other now and then, which costs a load and nothing else.
 */
final class FillGuard {

    private static final int STRIPES = 1_024;

    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);

    long seen(Object key) {
        return changes.get(stripe(key));
    }

    boolean unchanged(Object key, long since) {
        return changes.get(stripe(key)) == since;
    }

    long advance(Object key) {
        return changes.incrementAndGet(stripe(key));
    }

    /** Advances in any case, and tells whether nobody else has since. */
    boolean advance(Object key, long since) {
        int stripe = stripe(key);
        if (changes.compareAndSet(stripe, since, since + 1)) {
            return true;
        }
        changes.incrementAndGet(stripe);
        return false;
    }

    private static int stripe(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (STRIPES - 1);
    }
}
