package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SingleFlightTest {

    private final SingleFlight<String, Integer> flights = new SingleFlight<>("posts");
    private final AtomicInteger runs = new AtomicInteger();
    private final Gate gate = new Gate();

    @Test
    void who_comes_after_the_run_starts_another() throws Exception {
        assertThat(flights.run("key", runs::incrementAndGet)).isEqualTo(1);
        assertThat(flights.run("key", runs::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void who_comes_meanwhile_gets_the_same() throws Exception {
        Background<Integer> first = Background.call(() -> flights.run("key", this::gated));
        gate.awaitReached();
        Background<Integer> second =
                Background.call(() -> flights.run("key", this::gated)).until(Thread.State.WAITING);
        assertThat(flights.run("other", () -> 7)).isEqualTo(7);
        gate.open();
        assertThat(first.result()).isEqualTo(1);
        assertThat(second.result()).isEqualTo(1);
    }

    @Test
    void who_comes_after_a_detachment_does_not_join_and_the_old_run_leaves_the_new_one_alone() throws Exception {
        Background<Integer> first = Background.call(() -> flights.run("key", this::gated));
        gate.awaitReached();
        flights.detach("key");
        Gate secondGate = new Gate();
        Background<Integer> second = Background.call(() -> flights.run("key", () -> {
            secondGate.pass();
            return 20;
        }));
        secondGate.awaitReached();
        gate.open();
        assertThat(first.result()).isEqualTo(1);
        Background<Integer> third =
                Background.call(() -> flights.run("key", () -> 30)).until(Thread.State.WAITING);
        secondGate.open();
        assertThat(second.result()).isEqualTo(20);
        assertThat(third.result()).isEqualTo(20);
    }

    @Test
    void an_error_reaches_all_too_and_ends_the_run() throws Exception {
        Error error = new StackOverflowError();
        Supplier<Integer> failing = () -> {
            gate.pass();
            throw error;
        };
        Background<Integer> first = Background.call(() -> flights.run("key", failing));
        gate.awaitReached();
        Background<Integer> second =
                Background.call(() -> flights.run("key", failing)).until(Thread.State.WAITING);
        gate.open();
        assertThat(first.failure()).isSameAs(error);
        assertThat(second.failure()).isSameAs(error);
        assertThat(flights.run("key", () -> 1)).isEqualTo(1);
    }

    @Test
    void a_run_that_waits_for_itself_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> flights.run("key", () -> again("key")))
                .withMessage("Cache posts, key key: the loader needs the value that it is loading");
    }

    @Test
    void an_interrupted_waiter_leaves() throws Exception {
        Background<Integer> first = Background.call(() -> flights.run("key", this::gated));
        gate.awaitReached();
        Background<Integer> second =
                Background.call(() -> flights.run("key", this::gated)).until(Thread.State.WAITING);
        second.interrupt();
        assertThat(second.failure()).isInstanceOf(InterruptedException.class);
        gate.open();
        assertThat(first.result()).isEqualTo(1);
        assertThatThrownBy(() -> {
                    Thread.currentThread().interrupt();
                    flights.run("mine", () -> {
                        throw new IllegalArgumentException("the work runs all the same");
                    });
                })
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private Integer gated() {
        gate.pass();
        return runs.incrementAndGet();
    }

    private Integer again(String key) {
        try {
            return flights.run(key, () -> 1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
