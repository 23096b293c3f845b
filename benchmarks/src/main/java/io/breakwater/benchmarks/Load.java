package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * A closed-loop load on subjects that use a server. All are open at once and take turns: in each round, at each number of
 * threads, every subject has one window, in an order that changes from round to round, so that noise of the machine hits all
 * alike. A round before the first one warms up and does not count.
 *
 * <p>Its own threads end before {@link #run} returns.
 */
public final class Load {

    private final Plan plan;
    private final ServerCounters counters;

    /**
     * A load on a server.
     *
     * @param plan how long
     * @param counters the server's statistics
     */
    public Load(Plan plan, ServerCounters counters) {
        this.plan = plan;
        this.counters = counters;
    }

    /**
     * Measures.
     *
     * @param scenario the case
     * @param contenders who takes part; opened here and closed
     * @param threadCounts with how many threads at once, one after the other
     * @return a series of each contender at each number of threads
     * @throws Exception what an operation threw: a run with failures has no result
     */
    public List<Series> run(String scenario, List<Contender> contenders, List<Integer> threadCounts) throws Exception {
        List<Series> series = new ArrayList<>();
        try (OpenSubjects subjects = new OpenSubjects()) {
            List<Subject> opened = new ArrayList<>();
            contenders.forEach(contender -> opened.add(subjects.open(contender.opening())));
            for (int threads : threadCounts) {
                List<Tally> tallies = new ArrayList<>();
                for (int i = 0; i < opened.size(); i++) {
                    tallies.add(new Tally(contenders.get(i).entrant(), opened.get(i), threads));
                }
                Progress.say("%s, threads: %d", scenario, threads);
                rounds(tallies, threads);
                tallies.forEach(tally -> series.add(tally.series(scenario)));
            }
        }
        return series;
    }

    private void rounds(List<Tally> tallies, int threads) throws Exception {
        Order order = new Order();
        try (ClosedLoop loop = new ClosedLoop(threads)) {
            for (Tally tally : order.next(tallies)) {
                loop.run(tally.subject(), plan.window());
            }
            for (int round = 0; round < plan.rounds(); round++) {
                for (Tally tally : order.next(tallies)) {
                    window(loop, tally);
                }
            }
        }
    }

    private void window(ClosedLoop loop, Tally tally) throws Exception {
        ServerUse before = counters.read();
        Window window = loop.run(tally.subject(), plan.window());
        tally.add(window, counters.read().since(before));
    }
}
