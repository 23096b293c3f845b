package io.breakwater.cache;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Calls in the threads of a cache, for callers who do not wait. */
final class AsyncCalls {

    private final String cache;
    private final LoaderThreads threads;

    AsyncCalls(String cache, LoaderThreads threads) {
        this.cache = cache;
        this.threads = threads;
    }

    CompletionStage<Void> run(Runnable change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(done, () -> {
            change.run();
            done.complete(null);
        });
        return done;
    }

    /** A thread is taken for what Redis has, and none while loads are waited for. */
    <K, V> CompletionStage<Map<K, V>> gather(Supplier<BulkReads<K, V>.Gathered> gather) {
        CompletableFuture<Map<K, V>> all = new CompletableFuture<>();
        run(all, () -> {
            BulkReads<K, V>.Gathered gathered = gather.get();
            var unused = gathered.landing().whenComplete((landed, failure) -> complete(all, gathered));
        });
        return all;
    }

    private static <K, V> void complete(CompletableFuture<Map<K, V>> all, BulkReads<K, V>.Gathered gathered) {
        try {
            all.complete(gathered.values());
        } catch (RuntimeException e) {
            all.completeExceptionally(e);
        }
    }

    private void run(CompletableFuture<?> result, Runnable work) {
        try {
            var unused = threads.run(() -> {
                try {
                    work.run();
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new CacheLoadException(
                    cache, "*", "too much waits for a thread already, or the cache is closed", e));
        }
    }
}
