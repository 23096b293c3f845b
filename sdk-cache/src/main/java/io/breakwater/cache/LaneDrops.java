package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/** What the messages about a lane do in this JVM. */
final class LaneDrops<K, V> implements LaneView.Drops {

    private final int lane;
    private final FillGuard guard;
    private final @Nullable NearTier<K, V> near;
    private final Counters counters;

    LaneDrops(int lane, FillGuard guard, @Nullable NearTier<K, V> near, Counters counters) {
        this.lane = lane;
        this.guard = guard;
        this.near = near;
        this.counters = counters;
    }

    @Override
    @SuppressWarnings("unchecked") // of a cache of other keys it finds nothing, and of this one's it is a K
    public void drop(byte[] bytes) {
        counters.heardOf(1);
        int stripe = SharedKey.stripeOf(bytes);
        if (near == null) {
            guard.advance(stripe);
            return;
        }
        try {
            near.drop((K) KeyBytes.read(bytes), stripe);
        } catch (IllegalArgumentException newer) {
            // A kind of key that this release does not know: it may be any.
            flush();
        }
    }

    @Override
    public void flush() {
        if (near == null) {
            guard.advanceLane(lane);
        } else {
            near.flush(lane);
        }
    }
}
