package io.breakwater.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that call a subject, each as fast as it answers. They live for one number of threads of one run. */
final class ClosedLoop implements AutoCloseable {

    private static final long ENDED_WITHIN_SECONDS = 30;

    private final int threads;
    private final ExecutorService executor;

    ClosedLoop(int threads) {
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "bench-load");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * All threads begin together and end with the window.
     *
     * @throws Exception what an operation threw
     */
    Window run(Subject subject, Duration window) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<Callable<ThreadTurn>> turns = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            Operation operation = subject.operation(thread);
            turns.add(() -> {
                start.await();
                return ThreadTurn.run(operation, window);
            });
        }
        return Window.of(results(executor.invokeAll(turns)));
    }

    private static List<ThreadTurn> results(List<Future<ThreadTurn>> futures) throws Exception {
        List<ThreadTurn> turns = new ArrayList<>();
        for (Future<ThreadTurn> future : futures) {
            try {
                turns.add(future.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            }
        }
        return turns;
    }

    /** Returns when the threads have ended; after an interrupt it does not wait for them. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(ENDED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
