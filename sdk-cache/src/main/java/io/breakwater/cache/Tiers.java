package io.breakwater.cache;

import io.breakwater.cache.SharedTier.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Both tiers as one: what is read where, and what is changed in which order.
 *
 * <p>Each change advances the guard before Redis and again after it. By the first a fill that Redis executed after the change
 * sees, once it has its reply, that it came too late. By the second what Redis answered before the change cannot enter the near
 * tier. Then the near tier is changed, and at last the flight that is under way is detached.
 */
final class Tiers<K, V> {

    private final String name;
    private final @Nullable NearTier<K, V> near;
    private final @Nullable SharedTier<K, V> shared;
    private final FillGuard guard;
    private final Counters counters;
    private final LoaderCall<K, V> loaderCall;
    private final SingleFlight<K, Lookup<V>> flights;

    Tiers(
            String name,
            @Nullable NearTier<K, V> near,
            @Nullable SharedTier<K, V> shared,
            FillGuard guard,
            Counters counters) {
        this.name = name;
        this.near = near;
        this.shared = shared;
        this.guard = guard;
        this.counters = counters;
        this.loaderCall = new LoaderCall<>(name, counters);
        this.flights = new SingleFlight<>(name);
    }

    String name() {
        return name;
    }

    CacheStats stats() {
        return counters.stats();
    }

    @Nullable
    V get(K key, Loader<? super K, ? extends V> loader) {
        V held = held(key);
        if (held != null) {
            counters.nearHit();
            return held;
        }
        return find(key, loader).value();
    }

    Lookup<V> lookup(K key, Loader<? super K, ? extends V> loader) {
        V held = held(key);
        if (held != null) {
            counters.nearHit();
            return new Lookup<>(held, Source.NEAR);
        }
        return find(key, loader);
    }

    void put(K key, V value) {
        Objects.requireNonNull(value, "value");
        long begun = guard.advance(Objects.requireNonNull(key, "key"));
        try {
            if (shared != null) {
                shared.write(key, value);
            }
        } catch (RuntimeException e) {
            drop(key);
            throw e;
        }
        replace(key, value, begun);
    }

    void invalidate(K key) {
        guard.advance(Objects.requireNonNull(key, "key"));
        try {
            if (shared != null) {
                shared.delete(key);
            }
        } finally {
            drop(key);
        }
    }

    private @Nullable V held(K key) {
        Objects.requireNonNull(key, "key");
        return near == null ? null : near.get(key);
    }

    private Lookup<V> find(K key, Loader<? super K, ? extends V> loader) {
        Source source = Source.LOADER;
        try {
            Lookup<V> found = flights.run(key, () -> read(key, loader));
            source = found.source();
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CacheLoadException(name, key, "interrupted while waiting for the load", e);
        } finally {
            counters.read(source);
        }
    }

    /** Looks into the near tier again: the flight that this one follows may have filled it. */
    private Lookup<V> read(K key, Loader<? super K, ? extends V> loader) {
        V held = held(key);
        if (held != null) {
            return new Lookup<>(held, Source.NEAR);
        }
        long seen = guard.seen(key);
        Reply<V> reply = shared == null ? Reply.silence() : shared.read(key);
        V value = reply.value();
        if (value != null) {
            fillNear(key, value, seen);
            return new Lookup<>(value, Source.SHARED);
        }
        return new Lookup<>(load(key, loader, seen, reply.answered()), Source.LOADER);
    }

    private @Nullable V load(K key, Loader<? super K, ? extends V> loader, long seen, boolean answered) {
        V value = loaderCall.load(key, loader);
        if (value != null && guard.unchanged(key, seen) && fillShared(key, value, seen, answered)) {
            fillNear(key, value, seen);
        }
        return value;
    }

    /**
     * Stores a loaded value in Redis, and removes it again if the key changed meanwhile. A Redis that did not answer the read is
     * left alone: an outage costs a reader one timeout, not two.
     *
     * @return whether the near tier may hold the value too
     */
    private boolean fillShared(K key, V value, long seen, boolean answered) {
        if (shared == null || !answered) {
            return true;
        }
        if (!shared.fill(key, value)) {
            return false;
        }
        if (guard.unchanged(key, seen)) {
            return true;
        }
        shared.takeBack(key);
        drop(key);
        return false;
    }

    private void fillNear(K key, V value, long seen) {
        if (near != null) {
            near.fill(key, value, seen);
        }
    }

    /** If another change of the key has begun since, nobody knows here which one Redis executed last. */
    private void replace(K key, V value, long begun) {
        if (!guard.advance(key, begun)) {
            drop(key);
            return;
        }
        fillNear(key, value, begun + 1);
        flights.detach(key);
    }

    private void drop(K key) {
        guard.advance(key);
        if (near != null) {
            near.drop(key);
        }
        flights.detach(key);
    }
}
