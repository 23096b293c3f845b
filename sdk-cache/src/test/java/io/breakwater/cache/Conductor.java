package io.breakwater.cache;

/** One trouble after the other; between them the nodes get some work done. */
final class Conductor implements Runnable {

    private static final long MEANWHILE = 1_000;

    private final History history;
    private final Troubles troubles;

    Conductor(History history, Troubles troubles) {
        this.history = history;
        this.troubles = troubles;
    }

    @Override
    public void run() {
        while (!history.isOver()) {
            long before = history.operations();
            Node.await(() -> history.isOver() || history.operations() > before + MEANWHILE);
            if (!history.isOver()) {
                troubles.strike();
                history.struck();
            }
        }
    }
}
