package io.breakwater.cache;

import java.util.SplittableRandom;

/** Once the nodes are at work a master is replaced, which may forget what it had acknowledged last. */
final class FailoverTroubles implements Troubles {

    static final int AFTER = 3;

    private final History history;
    private final Runnable failover;
    private final MessageTroubles messages;
    private int strikes;

    FailoverTroubles(History history, SplittableRandom random, Runnable failover) {
        this.history = history;
        this.failover = failover;
        this.messages = new MessageTroubles(history, random);
    }

    @Override
    public void strike() {
        if (strikes++ == AFTER) {
            failOver();
        } else {
            messages.strike();
        }
    }

    private void failOver() {
        history.watch().forgets();
        failover.run();
        history.watch().awaitSyncs(history::isOver);
        history.watch().remembers();
    }
}
