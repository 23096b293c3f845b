package io.breakwater.cache;

import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** The threads in which a cache loads: its own, so that no other cache's slow source takes them, or an executor of the user's. */
final class LoaderThreads {

    static final int MOST = 32;
    private static final int MOST_WAITING = 10_000;
    private static final long IDLE_SECONDS = 10;

    private final Executor executor;
    private final @Nullable ThreadPoolExecutor own;

    private LoaderThreads(Executor executor, @Nullable ThreadPoolExecutor own) {
        this.executor = executor;
        this.own = own;
    }

    static LoaderThreads over(Executor executor) {
        return new LoaderThreads(executor, null);
    }

    static LoaderThreads of(String cache) {
        AtomicLong number = new AtomicLong();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "breakwater-cache-" + cache + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return new LoaderThreads(pool, pool);
    }

    /**
     * Runs work with the caller's logging context.
     *
     * @return to cancel it: it is not begun, or interrupted
     * @throws java.util.concurrent.RejectedExecutionException if too much waits already
     */
    FutureTask<?> run(Runnable work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        FutureTask<?> task = new FutureTask<>(() -> inContext(context, work), null);
        executor.execute(task);
        return task;
    }

    void close() {
        if (own != null) {
            own.shutdownNow();
        }
    }

    private static void inContext(@Nullable Map<String, String> context, Runnable work) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        adopt(context);
        try {
            work.run();
        } finally {
            adopt(before);
        }
    }

    private static void adopt(@Nullable Map<String, String> context) {
        if (context == null) {
            MDC.clear();
        } else {
            MDC.setContextMap(context);
        }
    }
}
