package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlightTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Flight<String> flight = new Flight<>(7);
    private final Flight<String> second = new Flight<>(7);
    private final Flight<String> third = new Flight<>(7);

    @Test
    void all_who_wait_get_what_came_out() throws Exception {
        List<Background<String>> waiting = List.of(waiter(flight), waiter(flight));
        flight.landing().complete("value");
        for (Background<String> one : waiting) {
            assertThat(one.result()).isEqualTo("value");
        }
        assertThat(flight.seen()).isEqualTo(7);
    }

    @Test
    void an_exception_comes_as_it_is_and_an_error_too() {
        IllegalArgumentException failure = new IllegalArgumentException();
        flight.landing().completeExceptionally(new Flight.Failed(failure));
        assertThatThrownBy(() -> flight.await(LONG)).isSameAs(failure);
        Error error = new StackOverflowError();
        second.landing().completeExceptionally(new Flight.Failed(error));
        assertThatThrownBy(() -> second.await(LONG)).isSameAs(error);
        third.landing().completeExceptionally(new Flight.Failed(new IOException()));
        assertThatThrownBy(() -> third.await(LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void who_waits_has_an_end_to_it() {
        assertThatThrownBy(() -> flight.await(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class);
        assertThat(flight.offered()).isNull();
        flight.offer("old");
        assertThat(flight.offered()).isEqualTo("old");
    }

    @Test
    void who_would_rather_not_wait_longer_takes_what_comes_first() throws Exception {
        Background<String> waiting =
                Background.call(() -> flight.awaitEither(LONG)).until(Thread.State.TIMED_WAITING);
        flight.offer("old");
        assertThat(waiting.result()).isEqualTo("old");
        second.landing().complete("value");
        assertThat(second.awaitEither(LONG)).isEqualTo("value");
    }

    @Test
    void a_flight_that_took_too_long_is_as_good_as_none() {
        flight.landing().completeExceptionally(new TimeoutException());
        assertThatThrownBy(() -> flight.await(LONG)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void an_interrupted_waiter_leaves_and_the_flight_goes_on() throws Exception {
        Background<String> waiting = waiter(flight);
        waiting.interrupt();
        assertThat(waiting.failure()).isInstanceOf(InterruptedException.class);
        assertThat(flight.landing()).isNotDone();
    }

    @Test
    void only_a_loader_is_in_a_loader() {
        assertThat(Flight.isInLoader()).isFalse();
        flight.fly(() -> {
            assertThat(Flight.isInLoader()).isTrue();
            second.fly(() -> assertThat(Flight.isInLoader()).isTrue());
            assertThat(Flight.isInLoader()).isTrue();
        });
        assertThat(Flight.isInLoader()).isFalse();
        assertThatThrownBy(() -> flight.fly(() -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Flight.isInLoader()).as("after a failure").isFalse();
    }

    @Test
    void what_a_loader_needs_is_searched_for_in_its_own_thread() {
        Thread caller = Thread.currentThread();
        flight.fly(() -> assertThat(second.flyWithin(
                        () -> assertThat(Thread.currentThread()).isSameAs(caller)))
                .isTrue());
        assertThat(second.flyWithin(() -> {}))
                .as("outside of a loader nobody waits in it")
                .isFalse();
    }

    @Test
    @DisplayName("cache A20: a loader that waits for itself is told so")
    void a_circle_of_one() {
        flight.fly(() -> {
            assertThatThrownBy(() -> flight.await(LONG)).isInstanceOf(Flight.CircleException.class);
            assertThat(flight.flyWithin(() -> {})).isFalse();
        });
    }

    @Test
    @DisplayName("cache A20: of two threads whose loaders wait for each other the second is told so")
    void a_circle_of_two() throws Exception {
        Background<String> first = loaderWaiting(flight, second);
        second.fly(() -> assertThatThrownBy(() -> flight.await(LONG)).isInstanceOf(Flight.CircleException.class));
        second.landing().complete("value");
        assertThat(first.result()).isEqualTo("value");
    }

    @Test
    @DisplayName("cache A20: of three threads whose loaders wait for each other the last is told so")
    void a_circle_of_three() throws Exception {
        Background<String> first = loaderWaiting(flight, second);
        Background<String> next = loaderWaiting(second, third);
        third.fly(() -> {
            assertThatThrownBy(() -> flight.await(LONG)).isInstanceOf(Flight.CircleException.class);
            assertThat(flight.flyWithin(() -> {})).isFalse();
        });
        third.landing().complete("value");
        assertThat(next.result()).isEqualTo("value");
        second.landing().complete("other");
        assertThat(first.result()).isEqualTo("other");
    }

    @Test
    void who_waits_no_more_closes_no_circle() throws Exception {
        flight.fly(() ->
                assertThatThrownBy(() -> second.await(Duration.ofMillis(1))).isInstanceOf(TimeoutException.class));
        flight.landing().complete("value");
        CountDownLatch done = new CountDownLatch(1);
        second.fly(() -> {
            try {
                assertThat(flight.await(LONG)).isEqualTo("value");
                done.countDown();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        assertThat(done.getCount()).isZero();
    }

    private static Background<String> waiter(Flight<String> flight) {
        return Background.call(() -> flight.await(LONG)).until(Thread.State.TIMED_WAITING);
    }

    /** The loader of one, in a thread of its own, needs another. */
    private static Background<String> loaderWaiting(Flight<String> loading, Flight<String> needed) {
        return Background.call(() -> {
                    String[] got = new String[1];
                    loading.fly(() -> {
                        try {
                            got[0] = needed.await(LONG);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    });
                    return got[0];
                })
                .until(Thread.State.TIMED_WAITING);
    }
}
