package io.breakwater.app.posts;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the hottest posts into the cache when an instance starts, on a thread of its own, {@code warming}. The instance is not ready
 * meanwhile: during a rolling deploy the users of an instance that ends would all be sent to one that has nothing yet. But no longer
 * than {@link #HOLDS_UP}, since a cold instance is better than none.
 */
public final class Warming implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);
    private static final Duration HOLDS_UP = Duration.ofSeconds(5);
    private static final int BATCH = 50;

    private final Posts posts;
    private final int most;
    private final BooleanSupplier cacheAnswers;
    private final long begun = System.nanoTime();
    private final Thread thread = new Thread(this::run, "warming");
    private volatile int wanted;
    private volatile int warmed;

    private Warming(Posts posts, int most, BooleanSupplier cacheAnswers) {
        this.posts = posts;
        this.most = most;
        this.cacheAnswers = cacheAnswers;
    }

    /**
     * Begins.
     *
     * @param most how many posts, 0 for none
     * @param cacheAnswers false while the cache could not keep what it is given
     */
    public static Warming start(Posts posts, int most, BooleanSupplier cacheAnswers) {
        Warming warming = new Warming(posts, most, cacheAnswers);
        if (most > 0) {
            warming.thread.setDaemon(true);
            warming.thread.start();
        }
        return warming;
    }

    /** Whether requests should rather go elsewhere for the moment. */
    public boolean holdsUp() {
        return thread.isAlive() && System.nanoTime() - begun < HOLDS_UP.toNanos();
    }

    /** How many posts there are to load, and how many are done. */
    public MeterBinder metrics() {
        return this::bind;
    }

    private void bind(MeterRegistry registry) {
        Gauge.builder("forum.warming.posts", this, warming -> warming.wanted)
                .description("posts to be loaded into the cache at the start")
                .tag("state", "wanted")
                .register(registry);
        Gauge.builder("forum.warming.posts", this, warming -> warming.warmed)
                .description("posts loaded into the cache at the start")
                .tag("state", "warmed")
                .register(registry);
    }

    /** Whatever goes wrong, the posts are loaded when somebody asks for them, as they would have been anyway. */
    private void run() {
        try {
            warm(posts.hottest(most));
        } catch (RuntimeException e) {
            LOG.warn("warming the cache: given up at {} of {} posts: {}", warmed, wanted, e.toString());
        }
    }

    private void warm(List<Long> ids) {
        wanted = ids.size();
        for (int from = 0; from < wanted; from = warmed) {
            if (!cacheAnswers.getAsBoolean()) {
                LOG.warn("warming the cache: given up at {} of {} posts: its Redis is down", warmed, wanted);
                return;
            }
            int to = Math.min(from + BATCH, wanted);
            posts.cache(ids.subList(from, to));
            warmed = to;
            LOG.info("warming the cache: {} of {} posts", warmed, wanted);
        }
    }

    /** Ends the thread; a batch that is under way is given up. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
