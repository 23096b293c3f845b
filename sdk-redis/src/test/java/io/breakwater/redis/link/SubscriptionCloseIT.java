package io.breakwater.redis.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Closing from callbacks. */
class SubscriptionCloseIT {

    private static final Duration TIMEOUT = Duration.ofMillis(300);

    /** Feeds.EachServer.close holds its lock and wants the feed's; the callback holds the feed's and wants EachServer's. */
    @Test
    void a_watch_that_its_own_callback_and_another_thread_close_at_once_is_closed() throws Exception {
        try (RedisServer server = RedisSpec.disposable().start()) {
            RedisLink link = RedisLink.open(server.uri(), TIMEOUT);
            AtomicReference<Subscription> subscription = new AtomicReference<>();
            AtomicReference<Thread> closer = new AtomicReference<>();
            CountDownLatch inCallback = new CountDownLatch(1);
            CountDownLatch watching = new CountDownLatch(1);
            CountDownLatch callbackDone = new CountDownLatch(1);
            subscription.set(link.watch(List.of("w:".getBytes(UTF_8)), new KeyWatcher() {
                @Override
                public void watching(long generation) {
                    watching.countDown();
                }

                @Override
                public void changed(byte[] key, long generation) {
                    inCallback.countDown();
                    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
                    while (System.nanoTime() < end
                            && (closer.get() == null || closer.get().getState() != Thread.State.BLOCKED)) {
                        Thread.onSpinWait();
                    }
                    subscription.get().close();
                    callbackDone.countDown();
                }

                @Override
                public void flushed(long generation) {}
            }));
            assertThat(watching.await(5, TimeUnit.SECONDS)).isTrue();
            link.set("w:1".getBytes(UTF_8), "v".getBytes(UTF_8), Duration.ofMinutes(1));
            assertThat(inCallback.await(5, TimeUnit.SECONDS)).isTrue();
            Thread thread = new Thread(() -> subscription.get().close());
            thread.setDaemon(true);
            closer.set(thread);
            thread.start();
            assertThat(callbackDone.await(5, TimeUnit.SECONDS))
                    .as("the callback has returned")
                    .isTrue();
            link.close();
        }
    }
}
