package io.breakwater.cache;

import io.breakwater.cache.Lease.Granted;
import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a key that neither tier has: for all nodes one of them loads it, under a lease, and the others wait for that. Runs
 * in one thread, for all of this JVM that want the key.
 */
final class Miss<K, V> {

    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final Duration LONGEST_WAIT = Duration.ofMillis(160);

    private final Tiers<K, V> tiers;
    private final Spot<K> spot;
    private final ContextLoader<? super K, V> loader;
    private final ReadOptions options;
    private final Flight<Lookup<V>> flight;

    private long rejected;
    private @Nullable V stale;

    /**
     * A miss.
     *
     * @param stale a value that has ended, if one is left
     */
    Miss(
            Tiers<K, V> tiers,
            Spot<K> spot,
            ContextLoader<? super K, V> loader,
            ReadOptions options,
            Flight<Lookup<V>> flight,
            @Nullable V stale) {
        this.tiers = tiers;
        this.spot = spot;
        this.loader = loader;
        this.options = options;
        this.flight = flight;
        keepStale(stale);
    }

    /** Without Redis: the flight that this one follows may have filled the near tier. */
    Lookup<V> inThisJvm() {
        NearEntry<V> entry = options.skipsNear() ? null : tiers.aliveEntry(spot.key());
        if (entry != null) {
            return tiers.serve(entry);
        }
        Loaded<V> loaded = load(List.of(), null);
        if (loaded.failure() != null) {
            return failedHere(loaded.failure());
        }
        keepHere(loaded);
        return found(loaded);
    }

    /** While Redis is silent: the source alone is asked, and what it says is not kept for long. */
    Lookup<V> withoutRedis() {
        Loaded<V> loaded = load(List.of(), null);
        if (loaded.failure() != null) {
            return failedHere(loaded.failure());
        }
        if (tiers.terms().keeps(loaded.value())) {
            tiers.fill().unheard(spot, loaded.value(), ttl(loaded));
        }
        return found(loaded);
    }

    /** With what nobody may keep, of a source that has to be as fresh as the tokens say. */
    Lookup<V> uncached(List<String> tokens) {
        Loaded<V> loaded = load(tokens, null);
        return loaded.failure() == null ? found(loaded) : orStale(loaded.failure());
    }

    Lookup<V> throughRedis() throws InterruptedException {
        byte[] token = tiers.sharedTier().newToken();
        Duration wait = FIRST_WAIT;
        while (true) {
            CountDownLatch hint = tiers.hints().listen(key());
            try {
                ReadAnswer answer = ask(token);
                Lookup<V> result = answer == null ? withoutRedis() : conclude(answer, token);
                if (result != null) {
                    return result;
                }
                if (answer != null && answer.kind() == ReadAnswer.Kind.WAIT) {
                    Hints.await(hint, Lifetimes.shorter(wait, Duration.ofMillis(answer.millis() + 1)));
                    wait = Lifetimes.shorter(wait.multipliedBy(2), LONGEST_WAIT);
                }
            } finally {
                tiers.hints().forget(key(), hint);
            }
        }
    }

    /** Null if Redis is silent. */
    private @Nullable ReadAnswer ask(byte[] token) {
        Duration wanted = options.takesStale() ? tiers.terms().stale() : Duration.ZERO;
        try {
            return tiers.sharedTier().read(sharedKey(), token, tiers.terms().lease(), wanted, rejected);
        } catch (RedisException e) {
            tiers.storeFailed(e);
            return null;
        }
    }

    private SharedKey sharedKey() {
        return Objects.requireNonNull(spot.shared());
    }

    private byte[] key() {
        return sharedKey().bytes();
    }

    /** Null if Redis must be asked again. */
    private @Nullable Lookup<V> conclude(ReadAnswer answer, byte[] token) {
        return switch (answer.kind()) {
            case HIT -> hit(Objects.requireNonNull(answer.value()));
            case GRANTED -> underLease(Lease.cold(sharedKey(), token, granted(answer)));
            case FAILED ->
                orStale(new CacheLoadException(
                        tiers.name(),
                        spot.key(),
                        answer.problem() + "; nobody tries again for " + answer.millis() + " ms",
                        null));
            case STALE -> staleHit(Objects.requireNonNull(answer.value()));
            case STALE_GRANTED -> refresh(Objects.requireNonNull(answer.value()), granted(answer));
            case WRITING -> uncached(granted(answer).tokens());
            case UNKNOWN -> uncached(List.of());
            case WAIT -> null;
        };
    }

    private @Nullable Lookup<V> hit(StoredRecord stored) {
        Opened<V> opened = tiers.open(stored);
        if (opened.isReadable()) {
            tiers.keepNear(spot, stored, opened.value());
            return new Lookup<>(opened.value(), Source.SHARED);
        }
        return reject(stored, opened);
    }

    private @Nullable Lookup<V> staleHit(StoredRecord stored) {
        Opened<V> opened = tiers.open(stored);
        return opened.isReadable()
                ? tiers.served(new Lookup<>(opened.value(), Source.SHARED, true))
                : reject(stored, opened);
    }

    private @Nullable Lookup<V> refresh(StoredRecord stored, Granted granted) {
        Opened<V> opened = tiers.open(stored);
        if (!opened.isReadable()) {
            return reject(stored, opened);
        }
        keepStale(opened.value());
        return underLease(Lease.warm(sharedKey(), stored.number(), granted));
    }

    /** What an older release has written is replaced, and what a newer one has written is left alone. */
    private @Nullable Lookup<V> reject(StoredRecord stored, Opened<V> opened) {
        tiers.reportUnreadable(opened);
        if (opened.isNewer()) {
            return uncached(List.of());
        }
        rejected = stored.number();
        return null;
    }

    private Lookup<V> underLease(Lease granted) {
        if (granted.isCold()) {
            tiers.leases().add(granted);
            var unused = flight.landing()
                    .whenComplete((found, failure) -> tiers.leases().remove(granted));
        }
        Loaded<V> loaded = load(granted.tokens(), stale);
        return loaded.failure() == null ? store(granted, loaded) : failed(granted, loaded.failure());
    }

    private Lookup<V> store(Lease granted, Loaded<V> loaded) {
        try {
            tiers.store(spot, granted, loaded, ttl(loaded));
        } catch (RedisException e) {
            tiers.storeFailed(e);
            if (tiers.mayBeKept(granted, loaded)) {
                tiers.fill().unheard(spot, loaded.value(), ttl(loaded));
            }
        }
        return found(loaded);
    }

    private Lookup<V> failed(Lease granted, Throwable failure) {
        if (granted.isCold()) {
            Duration pause = tiers.tellFailure(granted, failure);
            if (!isTooLate()) {
                tiers.fill().failed(spot, failure, 1, pause);
            }
        }
        return orStale(failure);
    }

    private Lookup<V> failedHere(Throwable failure) {
        if (stale == null && !isTooLate()) {
            tiers.failedHere(spot, failure);
        }
        return orStale(failure);
    }

    private Lookup<V> orStale(Throwable failure) {
        V old = stale;
        if (old == null || !options.takesStale()) {
            throw Flight.unchecked(failure);
        }
        return tiers.served(new Lookup<>(old, Source.LOADER, true));
    }

    private void keepHere(Loaded<V> loaded) {
        if (tiers.terms().keeps(loaded.value())) {
            tiers.fill().own(spot, loaded.value(), ttl(loaded));
        }
    }

    private Loaded<V> load(List<String> tokens, @Nullable V forContext) {
        Loaded<V> loaded =
                tiers.load(spot.key(), loader, new OpenContext<>(forContext == null ? stale : forContext, tokens));
        return isTooLate() && loaded.failure() == null ? tooLate() : loaded;
    }

    private Loaded<V> tooLate() {
        return new Loaded<>(
                null, new CacheLoadException(tiers.name(), spot.key(), "the load took too long", null), null, false);
    }

    /** Nobody waits any more, and another load of the key may be under way. */
    private boolean isTooLate() {
        return flight.landing().isDone();
    }

    private Duration ttl(Loaded<V> loaded) {
        Duration wished = loaded.wishedTtl();
        return tiers.terms().ttl(loaded.value(), wished == null ? options.ttl() : wished);
    }

    private void keepStale(@Nullable V value) {
        stale = value;
        if (value != null && options.takesStale()) {
            flight.offer(new Lookup<>(value, Source.LOADER, true));
        }
    }

    private static Granted granted(ReadAnswer answer) {
        return Objects.requireNonNull(answer.granted());
    }

    private static <V> Lookup<V> found(Loaded<V> loaded) {
        return new Lookup<>(loaded.value(), Source.LOADER);
    }
}
