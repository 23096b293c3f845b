package io.breakwater.redis.link;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A standing subscription; it ends with {@link #close()} or with the link. */
public final class Subscription implements AutoCloseable {

    private final Feeds feeds;
    private final Consumer<Subscription> onClose;

    Subscription(Feeds feeds, Consumer<Subscription> onClose) {
        this.feeds = feeds;
        this.onClose = onClose;
    }

    /** As {@link #close()}; completes when the connections are closed. */
    CompletableFuture<?> end() {
        onClose.accept(this);
        return feeds.close();
    }

    void adjust() {
        feeds.adjust();
    }

    /**
     * Ends the subscription and its connections. Nothing is delivered once it has returned; when a callback calls it, what other
     * callbacks of the subscription are at may still end. May be called again.
     */
    @Override
    public void close() {
        var unused = end();
    }
}
