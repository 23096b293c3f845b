package io.breakwater.cache;

import io.breakwater.cache.Reads.Start;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Several keys that no tier has, loaded by one call: leases for all of them at once, the call for those that were granted, and all that
 * it found stored at once. A key that needs more thought, such as one that another node loads, is left to a {@link Miss} of its own.
 */
final class BulkMiss<K, V> {

    private final Tiers<K, V> tiers;
    private final Reads<K, V> reads;
    private final BulkLoader<K, V> loader;
    private final List<Start<K, V>> starts;

    BulkMiss(Tiers<K, V> tiers, Reads<K, V> reads, BulkLoader<K, V> loader, List<Start<K, V>> starts) {
        this.tiers = tiers;
        this.reads = reads;
        this.loader = loader;
        this.starts = starts;
    }

    void search() {
        try {
            searchTogether();
        } catch (RuntimeException | Error e) {
            starts.forEach(start -> reads.land(start, null, e));
        }
    }

    private void searchTogether() {
        if (!tiers.isShared()) {
            loadWithoutRedis(starts);
            return;
        }
        List<Start<K, V>> told = told();
        List<byte[]> tokens =
                told.stream().map(start -> tiers.sharedTier().newToken()).toList();
        List<@Nullable ReadAnswer> answers = answers(told, tokens);
        if (answers.stream().allMatch(Objects::isNull)) {
            loadWithoutRedis(told);
            return;
        }
        Map<Start<K, V>, Lease> leases = leases(told, answers, tokens);
        if (!leases.isEmpty()) {
            load(leases);
        }
    }

    /** A key whose change Redis does not know of yet departs alone: nothing of it may be taken from there. */
    private List<Start<K, V>> told() {
        List<Start<K, V>> told = new ArrayList<>();
        for (Start<K, V> start : starts) {
            if (tiers.isUntold(start.spot().key())) {
                reads.depart(start);
            } else {
                told.add(start);
            }
        }
        return told;
    }

    private void loadWithoutRedis(List<Start<K, V>> all) {
        if (all.isEmpty()) {
            return;
        }
        Map<K, V> found;
        try {
            found = called(all);
        } catch (RuntimeException | Error e) {
            all.forEach(start -> failedHere(start, e));
            return;
        }
        for (Start<K, V> start : all) {
            Loaded<V> loaded = loaded(start, found);
            if (tiers.terms().keeps(loaded.value())) {
                keepWithoutRedis(start, loaded);
            }
            land(start, loaded);
        }
    }

    private void failedHere(Start<K, V> start, Throwable failure) {
        V stale = start.options().takesStale() ? tiers.staleValue(start.spot().key()) : null;
        if (stale != null) {
            reads.land(start, tiers.served(new Lookup<>(stale, Source.LOADER, true)), null);
        } else {
            if (!isTooLate(start)) {
                tiers.failedHere(start.spot(), failure);
            }
            reads.land(start, null, failure);
        }
    }

    private void keepWithoutRedis(Start<K, V> start, Loaded<V> loaded) {
        if (tiers.isShared()) {
            tiers.fill().unheard(start.spot(), loaded.value(), ttl(start, loaded));
        } else {
            tiers.fill().own(start.spot(), loaded.value(), ttl(start, loaded));
        }
    }

    /** Of those that may be loaded together; the others depart alone. */
    private Map<Start<K, V>, Lease> leases(
            List<Start<K, V>> told, List<@Nullable ReadAnswer> answers, List<byte[]> tokens) {
        Map<Start<K, V>, Lease> leases = new LinkedHashMap<>();
        for (int i = 0; i < told.size(); i++) {
            ReadAnswer answer = answers.get(i);
            Lease lease = granted(told.get(i), answer, tokens.get(i));
            if (lease != null) {
                leases.put(told.get(i), lease);
            } else {
                reads.depart(told.get(i));
            }
        }
        return leases;
    }

    /** Null too where the load has to be fresh: only a single one can be told how fresh. */
    private @Nullable Lease granted(Start<K, V> start, @Nullable ReadAnswer answer, byte[] token) {
        if (answer == null || answer.kind() != ReadAnswer.Kind.GRANTED) {
            return null;
        }
        Lease lease = Lease.cold(Changes.shared(start.spot()), token, Objects.requireNonNull(answer.granted()));
        if (lease.tokens().isEmpty()) {
            return lease;
        }
        release(lease);
        return null;
    }

    private void release(Lease lease) {
        try {
            tiers.sharedTier().release(lease);
        } catch (RedisException e) {
            tiers.storeFailed(e);
        }
    }

    private List<@Nullable ReadAnswer> answers(List<Start<K, V>> told, List<byte[]> tokens) {
        List<SharedKey> keys =
                told.stream().map(start -> Changes.shared(start.spot())).toList();
        return tiers.sharedTier()
                .readAll(keys, tokens, tiers.terms().lease(), tiers.terms().stale());
    }

    private void load(Map<Start<K, V>, Lease> leases) {
        leases.forEach(this::hold);
        try {
            Map<K, V> found = called(leases.keySet());
            store(leases, found);
        } catch (RuntimeException | Error e) {
            leases.forEach((start, lease) -> failed(start, lease, e));
        }
    }

    private void hold(Start<K, V> start, Lease lease) {
        tiers.leases().add(lease);
        var unused = start.flight()
                .landing()
                .whenComplete((found, failure) -> tiers.leases().remove(lease));
    }

    private Map<K, V> called(Collection<Start<K, V>> granted) {
        Set<K> keys = new LinkedHashSet<>();
        granted.forEach(start -> keys.add(start.spot().key()));
        Map<K, V> found = tiers.loaderCall().call(keys, () -> loader.loadAll(keys));
        if (granted.stream().anyMatch(this::isTooLate)) {
            throw new CacheLoadException(tiers.name(), keys, "the loads took too long", null);
        }
        return found;
    }

    /** Nobody waits any more, and another load of the key may be under way. */
    private boolean isTooLate(Start<K, V> start) {
        return start.flight().landing().isDone();
    }

    private void store(Map<Start<K, V>, Lease> leases, Map<K, V> found) {
        List<Start<K, V>> kept = new ArrayList<>();
        List<Lease> held = new ArrayList<>();
        List<SharedTier.Filling> fillings = new ArrayList<>();
        leases.forEach((start, lease) -> {
            Loaded<V> loaded = loaded(start, found);
            Duration ttl = ttl(start, loaded);
            SharedTier.Filling filling = tiers.filling(loaded, ttl);
            if (filling == null) {
                leaveOut(start, lease, loaded, ttl);
            } else {
                kept.add(start);
                held.add(lease);
                fillings.add(filling);
            }
        });
        List<SharedTier.@Nullable Standing> standings = stored(held, fillings);
        for (int i = 0; i < kept.size(); i++) {
            Loaded<V> loaded = loaded(kept.get(i), found);
            var unused = tiers.keep(
                    kept.get(i).spot(), held.get(i), loaded, fillings.get(i).ttl(), standings.get(i));
            land(kept.get(i), loaded);
        }
    }

    private List<SharedTier.@Nullable Standing> stored(List<Lease> leases, List<SharedTier.Filling> fillings) {
        try {
            return tiers.sharedTier().storeAll(leases, fillings);
        } catch (RedisException e) {
            tiers.storeFailed(e);
            List<SharedTier.@Nullable Standing> none = new ArrayList<>();
            leases.forEach(lease -> none.add(null));
            return none;
        }
    }

    private void leaveOut(Start<K, V> start, Lease lease, Loaded<V> loaded, Duration ttl) {
        try {
            tiers.keepOutOfRedis(start.spot(), lease, loaded, ttl);
        } catch (RedisException e) {
            tiers.storeFailed(e);
        }
        land(start, loaded);
    }

    private void failed(Start<K, V> start, Lease lease, Throwable failure) {
        Duration pause = tiers.tellFailure(lease, failure);
        if (!isTooLate(start)) {
            tiers.fill().failed(start.spot(), failure, 1, pause);
        }
        reads.land(start, null, failure);
    }

    private void land(Start<K, V> start, Loaded<V> loaded) {
        reads.land(start, new Lookup<>(loaded.value(), Source.LOADER), null);
    }

    private Loaded<V> loaded(Start<K, V> start, Map<K, V> found) {
        return new Loaded<>(found.get(start.spot().key()), null, null, false);
    }

    private Duration ttl(Start<K, V> start, Loaded<V> loaded) {
        return tiers.terms().ttl(loaded.value(), start.options().ttl());
    }
}
