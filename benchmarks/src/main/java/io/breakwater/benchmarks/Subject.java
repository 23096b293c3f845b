package io.breakwater.benchmarks;

/** Someone who is measured: connected, filled, ready. Opened once a run, before the first round. */
public interface Subject extends AutoCloseable {

    /**
     * What a thread is to do. Called before each window on the thread that measures, which is not part of the window.
     *
     * @param thread the thread's number, from 0
     * @return the operation, used by that thread alone; several threads may be given the same
     */
    Operation operation(int thread);

    /** Gives everything back. */
    @Override
    void close();
}
