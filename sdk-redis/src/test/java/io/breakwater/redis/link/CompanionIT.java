package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.DevServices;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompanionIT {

    private static final byte[] KEY = "companion".getBytes(UTF_8);

    private final RedisLink link = RedisLink.open(DevServices.redis().uri(), Duration.ofSeconds(30));
    private final List<String> closed = new ArrayList<>();

    @AfterEach
    void close() {
        link.close();
    }

    /** Says when it is closed. */
    private record Named(String name, List<String> closed) implements AutoCloseable {

        @Override
        public void close() {
            closed.add(name);
        }
    }

    private record Other(AutoCloseable end) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            end.close();
        }
    }

    private Named named(RedisLink of) {
        return new Named(of.toString(), closed);
    }

    @Test
    void it_is_made_once_for_each_type() {
        Named first = link.companion(Named.class, this::named);
        assertThat(first.name()).isEqualTo(link.toString());
        assertThat(link.companion(Named.class, CompanionIT::noNamed)).isSameAs(first);
        Other other = link.companion(Other.class, of -> new Other(() -> {}));
        assertThat(link.companion(Other.class, CompanionIT::noOther)).isSameAs(other);
    }

    private static Named noNamed(RedisLink of) {
        throw new AssertionError("made again for " + of);
    }

    private static Other noOther(RedisLink of) {
        throw new AssertionError("made again for " + of);
    }

    @Test
    void many_who_ask_first_at_the_same_time_have_the_same_one() throws Exception {
        AtomicInteger made = new AtomicInteger();
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Function<RedisLink, Named> slow = of -> {
            made.incrementAndGet();
            making.countDown();
            awaitUninterruptibly(goOn);
            return named(of);
        };
        List<FutureTask<Named>> asked = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<Named> task = new FutureTask<>(() -> link.companion(Named.class, slow));
            asked.add(task);
            Thread caller = new Thread(task);
            caller.start();
            assertThat(making.await(30, TimeUnit.SECONDS)).isTrue();
            Awaiting.until("waits", () -> caller.getState() == Thread.State.WAITING);
        }
        goOn.countDown();
        for (FutureTask<Named> task : asked) {
            assertThat(task.get()).isSameAs(asked.get(0).get());
        }
        assertThat(made).hasValue(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void its_maker_may_ask_for_another_one() {
        Other outer = link.companion(Other.class, of -> new Other(of.companion(Named.class, this::named)));
        assertThat(outer.end()).isSameAs(link.companion(Named.class, CompanionIT::noNamed));
    }

    @Test
    void one_that_could_not_be_made_is_made_by_the_next_call() {
        assertThatThrownBy(() -> link.companion(Named.class, of -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");
        assertThat(link.companion(Named.class, this::named).name()).isEqualTo(link.toString());
    }

    @Test
    void it_is_closed_once_with_the_link_and_can_use_it_until_then() {
        link.set(KEY, KEY, Duration.ofMinutes(1));
        link.companion(
                Other.class,
                of -> new Other(() -> {
                    closed.add(new String(of.get(KEY).value(), UTF_8));
                }));
        link.companion(Named.class, this::named);
        assertThat(closed).isEmpty();
        link.close();
        link.close();
        assertThat(closed).as("the last one first").containsExactly(link.toString(), "companion");
    }

    @Test
    void what_its_close_throws_goes_no_further() {
        link.companion(Named.class, this::named);
        link.companion(
                Other.class,
                of -> new Other(() -> {
                    throw new AssertionError("cannot be closed");
                }));
        link.close();
        assertThat(closed).hasSize(1);
        assertThat(link.isConnected()).isFalse();
    }

    @Test
    void who_is_interrupted_while_it_closes_stays_interrupted() {
        link.companion(
                Other.class,
                of -> new Other(() -> {
                    throw new InterruptedException();
                }));
        link.close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void one_that_was_closed_by_somebody_is_not_replaced() {
        Named first = link.companion(Named.class, this::named);
        first.close();
        assertThat(link.companion(Named.class, CompanionIT::noNamed)).isSameAs(first);
    }

    @Test
    void a_closed_link_has_none() {
        link.companion(Named.class, this::named);
        link.close();
        assertThatThrownBy(() -> link.companion(Named.class, CompanionIT::noNamed))
                .isInstanceOfSatisfying(
                        RedisUnavailableException.class,
                        e -> assertThat(e.maybeExecuted()).isFalse())
                .hasMessage(link + " is not connected: the link was closed");
        assertThatThrownBy(() -> link.companion(Other.class, CompanionIT::noOther))
                .isInstanceOf(RedisUnavailableException.class);
    }
}
