package io.breakwater.benchmarks;

/**
 * What {@code ./bench NAME} measures. Areas are found as services: each is named in
 * {@code META-INF/services/io.breakwater.benchmarks.Area}, in the order in which they are listed and run.
 */
public interface Area {

    /**
     * The name on the command line and of the file with the results.
     *
     * @return lower-case letters
     */
    String name();

    /**
     * What is measured, in a line.
     *
     * @return for example {@code GET of 1 KB from Redis over one connection}
     */
    String about();

    /**
     * Starts what is needed, measures, and ends what it started. Called on one thread.
     *
     * @param plan how long
     * @return what was found
     * @throws Exception if a subject fails: a run with failures has no result
     */
    Findings measure(Plan plan) throws Exception;
}
