package io.breakwater.redis.link;

import java.util.concurrent.TimeUnit;

/**
 * When to look: one look at a time, and the next no sooner than 100 ms after the beginning of the last. Whoever asks for one gets
 * one that begins after he asked.
 */
final class Looks {

    static final long DISTANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final LinkContext context;
    private final Runnable look;

    private boolean begun;
    private boolean wanted;
    private boolean scheduled;
    private boolean underWay;
    private long beganAt;

    /**
     * Looks that have not begun.
     *
     * @param look begins one; to be followed by {@link #ended}
     */
    Looks(LinkContext context, Runnable look) {
        this.context = context;
        this.look = look;
    }

    /** Asks for one. Returns at once. */
    void want() {
        if (isDue()) {
            look.run();
        }
    }

    void ended() {
        if (isDueAgain()) {
            look.run();
        }
    }

    private synchronized boolean isDue() {
        wanted = true;
        return begins();
    }

    private synchronized boolean isDueAgain() {
        underWay = false;
        return begins();
    }

    private synchronized boolean isDueNow() {
        scheduled = false;
        return begins();
    }

    private boolean begins() {
        if (!wanted || underWay || scheduled) {
            return false;
        }
        long wait = begun ? beganAt + DISTANCE_NANOS - context.clock().nanos() : 0;
        if (wait > 0) {
            scheduled = true;
            context.after(TimeUnit.NANOSECONDS.toMillis(wait) + 1, this::later);
            return false;
        }
        wanted = false;
        underWay = true;
        begun = true;
        beganAt = context.clock().nanos();
        return true;
    }

    private void later() {
        if (isDueNow()) {
            look.run();
        }
    }

    /** How long ago the last one began, in nanoseconds. */
    synchronized long ageNanos() {
        return begun ? context.clock().nanos() - beganAt : Long.MAX_VALUE;
    }
}
