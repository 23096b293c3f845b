package io.breakwater.devservices;

import java.util.concurrent.TimeUnit;

/** Bytes a second, spread evenly: one hundredth of a second's bytes at a time. Times are readings of one nano clock. */
final class Bandwidth {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long SLICE = SECOND / 100;

    private final long bytesPerSecond;
    private long free;

    private Bandwidth(long bytesPerSecond, long now) {
        this.bytesPerSecond = bytesPerSecond;
        this.free = now;
    }

    static Bandwidth unlimited() {
        return new Bandwidth(Long.MAX_VALUE, 0);
    }

    static Bandwidth of(long bytesPerSecond, long now) {
        return new Bandwidth(bytesPerSecond, now);
    }

    /** Nanoseconds until the next byte may pass; zero if it may now. */
    long untilFree(long now) {
        return bytesPerSecond == Long.MAX_VALUE ? 0 : Math.max(0, free - now);
    }

    int limit(int wanted) {
        return (int) Math.min(wanted, Math.max(1, bytesPerSecond / (SECOND / SLICE)));
    }

    /** A timer that was late may be made up for, by one slice at most. */
    void passed(int count, long now) {
        long start = free - (now - SLICE) > 0 ? free : now - SLICE;
        free = start + (long) Math.ceil(count * (double) SECOND / bytesPerSecond);
    }
}
