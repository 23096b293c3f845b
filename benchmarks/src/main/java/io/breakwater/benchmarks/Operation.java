package io.breakwater.benchmarks;

/** What one thread does again and again. */
@FunctionalInterface
public interface Operation {

    /**
     * Does it once, and checks what came back: a wrong answer must not count as a fast one.
     *
     * @throws Exception if it fails, which ends the run
     */
    void run() throws Exception;
}
