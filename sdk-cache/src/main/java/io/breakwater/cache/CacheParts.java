package io.breakwater.cache;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What every cache consists of, whatever its pattern, put together. */
final class CacheParts<K, V> implements AutoCloseable {

    private final Tiers<K, V> tiers;
    private final Reads<K, V> reads;
    private final BulkReads<K, V> bulkReads;
    private final Changes<K, V> changes;
    private final WhenStoreFails whenStoreFails;
    private final LoaderThreads threads;
    private final @Nullable Backplane backplane;
    private final @Nullable NearTier<K, V> near;
    private final AtomicBoolean closed = new AtomicBoolean();

    CacheParts(
            String name,
            int nearEntries,
            Terms terms,
            LoaderThreads threads,
            WhenStoreFails whenStoreFails,
            @Nullable Backplane backplane,
            @Nullable Envelope<V> envelope) {
        Counters counters = new Counters();
        FillGuard guard = new FillGuard();
        this.near = nearEntries == 0 ? null : new NearTier<>(nearEntries, guard, counters, CoarseClock.SHARED::nanos);
        if (near != null) {
            CoarseClock.SHARED.use();
        }
        this.backplane = backplane;
        this.threads = threads;
        this.whenStoreFails = whenStoreFails;
        Tiers.Remote<V> remote = backplane == null || envelope == null
                ? null
                : remote(name, terms, guard, counters, backplane, envelope);
        this.tiers = new Tiers<>(name, terms, guard, near, remote, counters, System::nanoTime);
        this.reads = new Reads<>(tiers, new RefreshAhead<>(tiers, threads, System::nanoTime), threads);
        this.bulkReads = new BulkReads<>(tiers, reads);
        this.changes = new Changes<>(tiers, whenStoreFails);
        if (remote != null) {
            Objects.requireNonNull(backplane).join(remote.membership());
        }
    }

    String name() {
        return tiers.name();
    }

    Reads<K, V> reads() {
        return reads;
    }

    BulkReads<K, V> bulkReads() {
        return bulkReads;
    }

    Changes<K, V> changes() {
        return changes;
    }

    AsyncCalls async() {
        return new AsyncCalls(name(), threads);
    }

    SourceWrites<K, V> writes(Writer<? super K, ? super V> writer) {
        return new SourceWrites<>(tiers, changes, writer, whenStoreFails);
    }

    CacheStats stats() {
        return tiers.stats();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        if (backplane != null) {
            backplane.leave(tiers.remote().membership());
        }
        threads.close();
        reads.close();
        if (near != null) {
            near.close();
            CoarseClock.SHARED.release();
        }
    }

    private Tiers.Remote<V> remote(
            String name, Terms terms, FillGuard guard, Counters counters, Backplane backplane, Envelope<V> envelope) {
        Hints hints = new Hints();
        List<LaneView> views = IntStream.range(0, Lane.COUNT)
                .mapToObj(lane -> new LaneView(new LaneDrops<>(lane, guard, near, counters), counters))
                .toList();
        Membership membership = new Membership(name, views, hints, terms.lease(), counters);
        return new Tiers.Remote<>(membership.over(backplane), membership, hints, envelope);
    }
}
