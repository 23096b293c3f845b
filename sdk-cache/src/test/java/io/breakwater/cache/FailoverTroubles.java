package io.breakwater.cache;

/** Once the nodes are at work a master is replaced, which may forget what it had acknowledged last. */
final class FailoverTroubles implements Troubles {

    private final History history;
    private final Runnable failover;
    private volatile int failovers;

    FailoverTroubles(History history, Runnable failover) {
        this.history = history;
        this.failover = failover;
    }

    int failovers() {
        return failovers;
    }

    @Override
    public void strike() {
        if (failovers == 0) {
            history.watch().forgets();
            failover.run();
            history.watch().awaitSyncs(history::isOver);
            history.watch().remembers();
            failovers = 1;
        }
    }
}
