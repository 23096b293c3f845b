package io.breakwater.cache;

import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds values: in the near tier, else in Redis, else by the loader. */
final class Reads<K, V> {

    private final Tiers<K, V> tiers;
    private final RefreshAhead<K, V> refreshAhead;
    private final LoaderThreads threads;
    private final SingleFlight<K, Lookup<V>> flights = new SingleFlight<>();

    Reads(Tiers<K, V> tiers, RefreshAhead<K, V> refreshAhead, LoaderThreads threads) {
        this.tiers = tiers;
        this.refreshAhead = refreshAhead;
        this.threads = threads;
    }

    /** The value of a key by the short way, or null if it needs {@link #find}. */
    @Nullable
    V fresh(K key) {
        V value = tiers.fresh(Objects.requireNonNull(key, "key"));
        if (value != null) {
            tiers.counters().nearHit();
        }
        return value;
    }

    Lookup<V> find(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        Source source = Source.LOADER;
        try {
            Lookup<V> found = lookFor(Objects.requireNonNull(key, "key"), loader, options);
            source = found.source();
            return found;
        } finally {
            tiers.counters().read(source);
        }
    }

    /** The same without a thread that waits; what it takes to find out happens in one of the cache's. */
    CompletionStage<Lookup<V>> findAsync(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        Objects.requireNonNull(key, "key");
        NearEntry<V> entry = options.skipsNear() ? null : tiers.aliveEntry(key);
        if (entry != null && entry.failure() == null && !tiers.isLate(entry)) {
            tiers.counters().read(Source.NEAR);
            return CompletableFuture.completedFuture(tiers.serve(entry));
        }
        CompletableFuture<Lookup<V>> search = new CompletableFuture<>();
        try {
            var unused = threads.run(() -> complete(search, key, loader, options));
        } catch (RejectedExecutionException e) {
            search.completeExceptionally(overloaded(key, e));
        }
        return timely(search, key, options);
    }

    /** Ends when its time is over, also if no thread comes free. */
    private CompletableFuture<Lookup<V>> timely(CompletableFuture<Lookup<V>> search, K key, ReadOptions options) {
        CompletableFuture<Lookup<V>> found = new CompletableFuture<>();
        var unused = search.orTimeout(patience(options).toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((lookup, failure) -> {
                    if (failure == null) {
                        found.complete(lookup);
                    } else {
                        fail(found, asThrown(key, failure, options));
                    }
                });
        return found;
    }

    private void complete(
            CompletableFuture<Lookup<V>> found, K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        try {
            Lookup<V> known = lookIntoTiers(key, loader, options);
            if (known != null) {
                tiers.counters().read(known.source());
                found.complete(known);
            } else {
                deliver(departed(key, loader, options), options, found);
            }
        } catch (RuntimeException | Error e) {
            tiers.counters().read(Source.LOADER);
            found.completeExceptionally(new Flight.Failed(e));
        }
    }

    /** A search under way. */
    private Start<K, V> departed(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        Start<K, V> start = start(key, loader, options);
        if (start.isOwn()) {
            depart(start);
        } else {
            tiers.counters().joinedFlight();
        }
        return start;
    }

    /** Of a key that is in no tier, as far as the caller knows. Waits for nothing; fails with a {@link Flight.Failed}. */
    CompletableFuture<Lookup<V>> searchAsync(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        CompletableFuture<Lookup<V>> found = new CompletableFuture<>();
        deliver(departed(key, loader, options), options, found);
        return found;
    }

    /** The same for several keys, whose loads are one; {@code work} is done for those that nobody else searches for. */
    Map<K, CompletableFuture<Lookup<V>>> searchTogether(
            Collection<K> keys,
            ContextLoader<? super K, V> single,
            ReadOptions options,
            Consumer<List<Start<K, V>>> work) {
        List<Start<K, V>> starts =
                keys.stream().map(key -> start(key, single, options)).toList();
        List<Start<K, V>> own = starts.stream().filter(Start::isOwn).toList();
        if (!own.isEmpty()) {
            Flight<Lookup<V>> first = own.get(0).flight();
            own.stream().skip(1).forEach(start -> start.flight().endsWith(first));
            depart(own, () -> first.fly(() -> work.accept(own)));
        }
        Map<K, CompletableFuture<Lookup<V>>> found = new LinkedHashMap<>();
        for (Start<K, V> start : starts) {
            CompletableFuture<Lookup<V>> one = new CompletableFuture<>();
            deliver(start, options, one);
            found.put(start.spot().key(), one);
        }
        return found;
    }

    private void deliver(Start<K, V> start, ReadOptions options, CompletableFuture<Lookup<V>> found) {
        CompletableFuture<Lookup<V>> landing = start.flight().landing().copy();
        if (options.timeout() != null) {
            landing = landing.orTimeout(options.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }
        var unused = landing.whenComplete((lookup, failure) -> {
            tiers.counters().read(lookup == null ? Source.LOADER : lookup.source());
            if (failure == null) {
                found.complete(lookup);
            } else {
                fail(found, new Flight.Failed(asThrown(start.spot().key(), failure, options)));
            }
        });
    }

    /** Not in the thread of the JDK's that tells of timeouts: it belongs to the whole JVM, and who waits may do what he likes. */
    private static <T> void fail(CompletableFuture<T> found, Throwable failure) {
        ForkJoinPool.commonPool().execute(() -> found.completeExceptionally(failure));
    }

    /** Nobody waits for what will not come any more. */
    void close() {
        CacheLoadException closed =
                new CacheLoadException(tiers.name(), "*", "the cache was closed during the load", null);
        flights.endAll(flight -> flight.landing().completeExceptionally(new Flight.Failed(closed)));
    }

    /** What a caller who waits would be thrown. */
    private Throwable asThrown(K key, Throwable failure, ReadOptions options) {
        Throwable inner = failure.getCause();
        Throwable cause = failure instanceof CompletionException && inner != null ? inner : failure;
        if (cause instanceof Flight.Failed failed) {
            return failed.failure();
        }
        return cause instanceof TimeoutException ? late(key, patience(options)) : cause;
    }

    private Lookup<V> lookFor(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        Lookup<V> known = lookIntoTiers(key, loader, options);
        return known != null ? known : fly(key, loader, options);
    }

    /** Null if it has to be searched for. */
    private @Nullable Lookup<V> lookIntoTiers(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        NearEntry<V> entry = options.skipsNear() ? null : tiers.aliveEntry(key);
        if (entry != null) {
            refreshIfLate(key, entry, loader, options);
            return tiers.serve(entry);
        }
        Spot<K> spot = tiers.spot(key);
        return tiers.isShared() && !tiers.isUntold(key) ? peek(spot, loader, options) : null;
    }

    void refreshIfLate(K key, NearEntry<V> entry, ContextLoader<? super K, V> loader, ReadOptions options) {
        if (tiers.isLate(entry)) {
            refreshAhead.of(tiers.spot(key), entry.number(), loader, options);
        }
    }

    private @Nullable Lookup<V> peek(Spot<K> spot, ContextLoader<? super K, V> loader, ReadOptions options) {
        StoredRecord stored;
        try {
            stored = tiers.sharedTier().peek(Objects.requireNonNull(spot.shared()));
        } catch (RedisException e) {
            // The search asks again, which costs nothing while Redis is known to be down.
            return null;
        }
        return stored == null ? null : hit(spot, stored, loader, options);
    }

    @Nullable
    Lookup<V> hit(Spot<K> spot, StoredRecord stored, ContextLoader<? super K, V> loader, ReadOptions options) {
        Opened<V> opened = tiers.open(stored);
        if (!opened.isReadable()) {
            return null;
        }
        tiers.keepNear(spot, stored, opened.value());
        refreshAhead.ifLate(spot, stored, loader, options);
        return new Lookup<>(opened.value(), Source.SHARED);
    }

    private Lookup<V> fly(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        if (!Flight.isInLoader()) {
            return await(departed(key, loader, options), options);
        }
        // In this thread: if all threads of the cache were taken by loads like this one, none would ever come free.
        Start<K, V> start = start(key, loader, options);
        if (start.isOwn() && !start.flight().flyWithin(() -> search(start))) {
            throw circle(key);
        }
        return await(start, options);
    }

    /** A search: one of its own, or the one that is under way. */
    Start<K, V> start(K key, ContextLoader<? super K, V> loader, ReadOptions options) {
        Spot<K> spot = tiers.spot(key);
        Flight<Lookup<V>> own = new Flight<>(spot.seen());
        // Who takes no stale value cannot use what was found for those who do, and who looks past this JVM not what it
        // is about to find.
        boolean mayJoin = options.takesStale() && !options.skipsNear();
        Flight<Lookup<V>> flight = mayJoin ? flights.join(key, own) : own;
        return new Start<>(spot, loader, options, flight, flight == own);
    }

    void depart(Start<K, V> start) {
        depart(List.of(start), () -> start.flight().fly(() -> search(start)));
    }

    private void depart(List<Start<K, V>> starts, Runnable work) {
        try {
            FutureTask<?> task = threads.run(work);
            starts.forEach(start -> interruptIfHung(start, task));
        } catch (RejectedExecutionException e) {
            starts.forEach(start -> land(start, null, overloaded(start.spot().key(), e)));
        } catch (RuntimeException | Error e) {
            starts.forEach(start -> land(start, null, e));
        }
    }

    private void interruptIfHung(Start<K, V> start, FutureTask<?> task) {
        var unused = start.flight()
                .landing()
                .orTimeout(tiers.terms().hard().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((found, failure) -> {
                    if (failure instanceof TimeoutException) {
                        flights.leave(start.spot().key(), start.flight());
                        task.cancel(true);
                    }
                });
    }

    private void search(Start<K, V> start) {
        try {
            land(start, searched(start), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            land(
                    start,
                    null,
                    new CacheLoadException(tiers.name(), start.spot().key(), "the search was interrupted", e));
        } catch (RuntimeException | Error e) {
            land(start, null, e);
        }
    }

    private Lookup<V> searched(Start<K, V> start) throws InterruptedException {
        K key = start.spot().key();
        V stale = start.options().skipsNear() ? null : tiers.staleValue(key);
        Miss<K, V> miss = new Miss<>(tiers, start.spot(), start.loader(), start.options(), start.flight(), stale);
        if (!tiers.isShared()) {
            return miss.inThisJvm();
        }
        return tiers.isUntold(key) ? miss.uncached(tiers.untoldTokens(key)) : miss.throughRedis();
    }

    /** Whoever comes from now on looks into the tiers again, and finds what is there. */
    void land(Start<K, V> start, @Nullable Lookup<V> found, @Nullable Throwable failure) {
        flights.leave(start.spot().key(), start.flight());
        if (found != null) {
            start.flight().landing().complete(found);
        } else {
            start.flight().landing().completeExceptionally(new Flight.Failed(Objects.requireNonNull(failure)));
        }
    }

    private Lookup<V> await(Start<K, V> start, ReadOptions options) {
        K key = start.spot().key();
        Duration patience = patience(options);
        Duration soft = options.takesStale() && tiers.terms().soft() != null
                ? tiers.terms().soft()
                : patience;
        try {
            Lookup<V> found = awaited(start.flight(), Lifetimes.shorter(soft, patience));
            if (found == null && patience.compareTo(soft) > 0) {
                found = awaitedOrOffered(start.flight(), patience.minus(soft));
            }
            if (found == null) {
                throw late(key, patience);
            }
            return found;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CacheLoadException(tiers.name(), key, "interrupted while waiting for the load", e);
        } catch (Flight.CircleException e) {
            throw circle(key);
        }
    }

    /** What came out, or what is offered to those who would rather not wait longer, or null. */
    private @Nullable Lookup<V> awaited(Flight<Lookup<V>> flight, Duration atMost)
            throws InterruptedException, Flight.CircleException {
        try {
            return flight.await(atMost);
        } catch (TimeoutException slow) {
            Lookup<V> meanwhile = flight.offered();
            return meanwhile == null ? null : tiers.served(meanwhile);
        }
    }

    /** The same of those who would rather not have waited this long. */
    private @Nullable Lookup<V> awaitedOrOffered(Flight<Lookup<V>> flight, Duration atMost)
            throws InterruptedException, Flight.CircleException {
        try {
            Lookup<V> found = flight.awaitEither(atMost);
            return flight.landing().isDone() ? found : tiers.served(found);
        } catch (TimeoutException slow) {
            return null;
        }
    }

    private Duration patience(ReadOptions options) {
        Duration hard = tiers.terms().hard();
        return options.timeout() == null ? hard : Lifetimes.shorter(options.timeout(), hard);
    }

    private IllegalStateException circle(K key) {
        return new IllegalStateException(
                "Cache " + tiers.name() + ", key " + key + ": the loader needs the value that it is loading");
    }

    private CacheLoadException late(K key, Duration after) {
        return new CacheLoadException(tiers.name(), key, "there was no value within " + after.toMillis() + " ms", null);
    }

    private CacheLoadException overloaded(K key, RejectedExecutionException cause) {
        return new CacheLoadException(tiers.name(), key, "too many loads wait already, or the cache is closed", cause);
    }

    /** A search that begins, or that one has joined. */
    record Start<K, V>(
            Spot<K> spot,
            ContextLoader<? super K, V> loader,
            ReadOptions options,
            Flight<Lookup<V>> flight,
            boolean isOwn) {}
}
