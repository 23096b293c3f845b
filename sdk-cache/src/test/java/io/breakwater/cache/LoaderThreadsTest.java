package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LoaderThreadsTest {

    private final LoaderThreads threads = LoaderThreads.of("posts");
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        MDC.clear();
        gate.open();
        threads.close();
    }

    @Test
    void work_has_the_logging_context_of_who_asked_for_it() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        MDC.put("trace", "one");
        threads.run(() -> seen.set(MDC.get("trace"))).get(20, TimeUnit.SECONDS);
        assertThat(seen).hasValue("one");
        MDC.clear();
        threads.run(() -> seen.set(MDC.get("trace"))).get(20, TimeUnit.SECONDS);
        assertThat(seen).as("nothing of the last one is left").hasValue(null);
    }

    @Test
    void an_executor_that_runs_work_in_the_caller_s_thread_leaves_the_caller_his_context() {
        MDC.put("trace", "mine");
        LoaderThreads direct = LoaderThreads.over(Runnable::run);
        assertThat(direct.run(() -> MDC.put("trace", "work's"))).isDone();
        assertThat(MDC.get("trace")).isEqualTo("mine");
    }

    @Test
    void as_many_run_at_once_as_there_are_threads_and_no_more() {
        AtomicInteger running = new AtomicInteger();
        for (int i = 0; i < 2 * LoaderThreads.MOST; i++) {
            var unused = threads.run(() -> {
                running.incrementAndGet();
                gate.pass();
            });
        }
        Node.await(() -> running.get() == LoaderThreads.MOST);
        gate.open();
        Node.await(() -> running.get() == 2 * LoaderThreads.MOST);
    }

    @Test
    void there_is_a_bound_to_what_waits() {
        List<FutureTask<?>> tasks = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        tasks.add(threads.run(gate::pass));
                    }
                })
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(tasks).hasSize(LoaderThreads.MOST + 10_000);
    }

    @Test
    void what_is_cancelled_is_interrupted_or_not_begun() {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        FutureTask<?> task = threads.run(() -> {
            try {
                gate.pass();
            } catch (AssertionError e) {
                interrupted.set(Thread.currentThread().isInterrupted());
            }
        });
        gate.awaitReached();
        task.cancel(true);
        Node.await(() -> Boolean.TRUE.equals(interrupted.get()));
    }

    @Test
    void to_close_them_interrupts_and_an_executor_of_another_s_stays_open() {
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        var unused = threads.run(() -> {
            try {
                gate.pass();
            } catch (AssertionError e) {
                interrupted.set(true);
            }
        });
        gate.awaitReached();
        threads.close();
        Node.await(() -> Boolean.TRUE.equals(interrupted.get()));
        assertThatThrownBy(() -> threads.run(() -> {})).isInstanceOf(RejectedExecutionException.class);
        LoaderThreads direct = LoaderThreads.over(Runnable::run);
        direct.close();
        assertThat(direct.run(() -> {})).isDone();
    }
}
