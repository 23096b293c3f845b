package io.breakwater.redis.link;

import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The lettuce client of a link, with its event loops and its timer. They end with the link if they are its own. */
final class LinkThreads {

    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final LinkClient client;
    private final @Nullable ClientResources own;
    private final AtomicBoolean closed = new AtomicBoolean();

    LinkThreads(LinkClient client, @Nullable ClientResources own) {
        this.client = client;
        this.own = own;
    }

    LinkClient client() {
        return client;
    }

    static ScheduledExecutorService timerOf(ClientResources resources) {
        return resources.eventExecutorGroup();
    }

    /** Bounded, also on a thread that is interrupted, and on an event loop that is itself to end. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Waiting.briefly(client.shutdownAsync(0, WITHIN.toMillis(), TimeUnit.MILLISECONDS), WITHIN);
            } finally {
                if (own != null) {
                    own.shutdown(0, WITHIN.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly(WITHIN.toMillis());
                }
            }
        }
    }
}
