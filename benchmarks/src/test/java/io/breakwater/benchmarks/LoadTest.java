package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LoadTest {

    private static final Plan PLAN = new Plan(2, Duration.ofMillis(10));

    private final Counting raw = new Counting();
    private final Counting again = new Counting();
    private final List<Contender> contenders =
            List.of(new Contender(Entrant.raw("x"), () -> raw), new Contender(Entrant.rawAgain(), () -> again));

    @Test
    void every_subject_has_a_figure_of_each_round_at_each_number_of_threads() throws Exception {
        List<Series> series = load().run("case", contenders, List.of(1, 3));
        assertThat(series).extracting(Series::threads).containsExactly(1, 1, 3, 3);
        assertThat(series)
                .extracting(one -> one.entrant().role())
                .containsExactly(Role.RAW, Role.RAW_AGAIN, Role.RAW, Role.RAW_AGAIN);
        assertThat(series).allSatisfy(one -> {
            assertThat(one.rounds())
                    .hasSize(2)
                    .allSatisfy(ops -> assertThat(ops).isPositive());
            assertThat(one.latency()).isNotNull();
            assertThat(one.unit()).isEqualTo(Unit.OPS_PER_SECOND);
        });
    }

    @Test
    void each_thread_has_its_own_operation() throws Exception {
        load().run("case", contenders, List.of(3));
        assertThat(raw.threads).containsExactly(0, 1, 2);
    }

    @Test
    void the_warm_up_does_not_count() throws Exception {
        AtomicInteger readings = new AtomicInteger();
        AtomicLong counted = new AtomicLong();
        new Load(PLAN, () -> {
                    // Before and after each window: the operations of the windows lie between.
                    long sign = readings.getAndIncrement() % 2 == 0 ? -1 : 1;
                    counted.addAndGet(sign * raw.operations.get());
                    return ServerUse.NONE;
                })
                .run("case", contenders, List.of(1));
        assertThat(readings).hasValue(8);
        assertThat(counted.get()).isPositive().isLessThan(raw.operations.get());
    }

    @Test
    void a_failure_ends_the_run_and_everything_is_closed() {
        Subject failing = new Counting() {
            @Override
            public Operation operation(int thread) {
                return () -> {
                    throw new IllegalStateException("wrong answer");
                };
            }
        };
        List<Contender> withFailing =
                List.of(new Contender(Entrant.raw("x"), () -> raw), new Contender(Entrant.rawAgain(), () -> failing));
        assertThatIllegalStateException()
                .isThrownBy(() -> load().run("case", withFailing, List.of(2)))
                .withMessage("wrong answer");
        assertThat(raw.closed).isTrue();
        assertThat(((Counting) failing).closed).isTrue();
    }

    @Test
    void who_cannot_be_opened_leaves_nobody_open() {
        List<Contender> withAbsent =
                List.of(new Contender(Entrant.raw("x"), () -> raw), new Contender(Entrant.rawAgain(), () -> {
                    throw new IllegalStateException("no server");
                }));
        assertThatIllegalStateException().isThrownBy(() -> load().run("case", withAbsent, List.of(1)));
        assertThat(raw.closed).isTrue();
        assertThat(raw.operations).hasValue(0);
    }

    @Test
    void its_threads_end_with_it() throws Exception {
        load().run("case", contenders, List.of(4));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (loadThreads() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        assertThat(loadThreads()).isZero();
    }

    private static long loadThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("bench-load"))
                .count();
    }

    private static Load load() {
        return new Load(PLAN, () -> ServerUse.NONE);
    }

    /** Needs no server: counts how often it was called, and by which threads. */
    private static class Counting implements Subject {

        final AtomicLong operations = new AtomicLong();
        final Set<Integer> threads = Collections.synchronizedSet(new TreeSet<>());
        volatile boolean closed;

        @Override
        public Operation operation(int thread) {
            threads.add(thread);
            return operations::incrementAndGet;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
