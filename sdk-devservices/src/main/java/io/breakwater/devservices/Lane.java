package io.breakwater.devservices;

import java.time.Duration;
import java.util.Random;

/** One direction of the path through a proxy, for all its connections: the faults on it, and how much has passed. */
final class Lane {

    /** The wait of what no clock lets pass. */
    static final long UNTIL_TOLD = Long.MAX_VALUE;

    private static final int WINDOW = 128 << 10;
    private static final int DELAYED_WINDOW = 4 << 20;

    private long delay;
    private long jitter;
    private Random random = new Random();
    private Bandwidth bandwidth = Bandwidth.unlimited();
    private Gate gate = Gate.open();
    private boolean drops;
    private boolean frozen;
    private volatile long passed;

    void delay(Duration latency) {
        delay = latency.toNanos();
    }

    void jitter(Duration bound, long seed) {
        jitter = bound.toNanos();
        random = new Random(seed);
    }

    void bandwidth(long bytesPerSecond) {
        bandwidth = Bandwidth.of(bytesPerSecond, System.nanoTime());
    }

    void hold(Gate next) {
        gate = next;
    }

    void resume(Gate held) {
        if (gate == held) {
            gate = Gate.open();
        }
    }

    void drop() {
        drops = true;
    }

    void freeze() {
        frozen = true;
    }

    void heal() {
        delay = 0;
        jitter = 0;
        bandwidth = Bandwidth.unlimited();
        gate = Gate.open();
        drops = false;
        frozen = false;
    }

    boolean drops() {
        return drops;
    }

    boolean frozen() {
        return frozen;
    }

    long passed() {
        return passed;
    }

    /** How many bytes of one connection may be on the way. */
    int window() {
        return isDelayed() ? DELAYED_WINDOW : WINDOW;
    }

    /** When a piece that arrives now may pass at the earliest. */
    long due(long now) {
        return now + delay + (jitter > 0 ? random.nextLong(jitter + 1) : 0);
    }

    /** Nanoseconds until a piece that was due at some time may pass, or {@link #UNTIL_TOLD}; zero if it may now. */
    long untilPassing(long due, boolean newTurn, long now) {
        if (isDelayed() && due - now > 0) {
            return due - now;
        }
        return gate.lets(newTurn) ? bandwidth.untilFree(now) : UNTIL_TOLD;
    }

    int limit(int wanted) {
        return bandwidth.limit(gate.limit(wanted));
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
    void passed(int count, boolean newTurn, long now) {
        gate.passed(count, newTurn);
        bandwidth.passed(count, now);
        passed += count;
    }

    private boolean isDelayed() {
        return delay > 0 || jitter > 0;
    }
}
