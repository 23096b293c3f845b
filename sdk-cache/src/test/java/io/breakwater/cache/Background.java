package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A call in a thread of its own. */
final class Background<T> {

    private static final long PATIENCE_SECONDS = 20;

    private final FutureTask<T> task;
    private final Thread thread;

    private Background(FutureTask<T> task) {
        this.task = task;
        this.thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    static <T> Background<T> call(Callable<T> call) {
        return new Background<>(new FutureTask<>(call));
    }

    /** WAITING is a caller who waits for a load, TIMED_WAITING one who waits for Redis or at a gate. */
    Background<T> until(Thread.State... states) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!List.of(states).contains(thread.getState())) {
            assertThat(System.nanoTime()).as("time until " + states[0]).isLessThan(deadline);
            assertThat(task.isDone()).as("done before " + states[0]).isFalse();
            LockSupport.parkNanos(100_000);
        }
        return this;
    }

    void interrupt() {
        thread.interrupt();
    }

    T result() throws Exception {
        return task.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    Throwable failure() {
        Throwable failure = catchThrowable(this::result);
        assertThat(failure).isInstanceOf(ExecutionException.class);
        return failure.getCause();
    }
}
