package io.breakwater.cache;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether a key may have changed since a moment. A fill looks before it reads the store, and is kept only if nothing has
 * changed since; each change advances the key's stripe, whether the key is cached or not. Keys that share a stripe disturb each
 * other now and then, which costs a load and nothing else. The stripes of a lane lie together.
 */
final class FillGuard {

    static final int STRIPES_A_LANE = 64;

    private final AtomicLongArray changes = new AtomicLongArray(Lane.COUNT * STRIPES_A_LANE);

    long seen(int stripe) {
        return changes.get(stripe);
    }

    boolean unchanged(int stripe, long since) {
        return changes.get(stripe) == since;
    }

    long advance(int stripe) {
        return changes.incrementAndGet(stripe);
    }

    /** Advances in any case, and tells whether nobody else has since. */
    boolean advance(int stripe, long since) {
        if (changes.compareAndSet(stripe, since, since + 1)) {
            return true;
        }
        changes.incrementAndGet(stripe);
        return false;
    }

    void advanceLane(int lane) {
        for (int stripe = 0; stripe < STRIPES_A_LANE; stripe++) {
            changes.incrementAndGet(lane * STRIPES_A_LANE + stripe);
        }
    }

    /** The stripe of a key that is in this JVM alone. */
    static int stripeOf(Object key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (Lane.COUNT * STRIPES_A_LANE - 1);
    }

    static int laneOf(int stripe) {
        return stripe / STRIPES_A_LANE;
    }
}
