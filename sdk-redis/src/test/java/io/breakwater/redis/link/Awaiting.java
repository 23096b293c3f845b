package io.breakwater.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.redis.RedisException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Bounded waits for what happens on other threads and in other processes. */
final class Awaiting {

    private static final Duration MOST = Duration.ofSeconds(30);

    private Awaiting() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time until " + what).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Repeats what fails with an exception of the link. */
    static <T> T success(Supplier<T> command) {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (true) {
            try {
                return command.get();
            } catch (RedisException e) {
                assertThat(System.nanoTime())
                        .as("time until this is over: " + e)
                        .isLessThan(deadline);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }
}
