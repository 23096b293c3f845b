package io.breakwater.devservices;

import java.util.concurrent.CountDownLatch;

/** How much more may pass in one direction before everything is held. */
final class Gate {

    private static final long ANY = Long.MAX_VALUE;

    private final CountDownLatch reached = new CountDownLatch(1);
    private long bytes;
    private long turns;

    private Gate(long bytes, long turns) {
        this.bytes = bytes;
        this.turns = turns;
    }

    static Gate open() {
        return new Gate(ANY, ANY);
    }

    static Gate afterBytes(long bytes) {
        return new Gate(bytes, ANY);
    }

    static Gate afterTurns(long turns) {
        return new Gate(ANY, turns);
    }

    /** Counted down when something had to be held. */
    CountDownLatch reached() {
        return reached;
    }

    /** Whether at least one byte may pass. To be asked only when there is something to pass. */
    boolean lets(boolean newTurn) {
        if (bytes > 0 && (turns > 0 || !newTurn)) {
            return true;
        }
        reached.countDown();
        return false;
    }

    int limit(int wanted) {
        return (int) Math.min(wanted, bytes);
    }

    void passed(int count, boolean newTurn) {
        bytes -= count;
        if (newTurn) {
            turns--;
        }
    }
}
