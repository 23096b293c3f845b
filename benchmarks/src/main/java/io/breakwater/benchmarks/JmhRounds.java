package io.breakwater.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH by rounds: for each case and number of threads, every entry has one fork in each round, in an order that changes from
 * round to round. JMH alone would finish one benchmark before the next, and whatever the machine did meanwhile would hit one of them.
 */
public final class JmhRounds {

    private static final String HEAP = "256m";

    static {
        // The lock is one file for all users of the machine, and the first user's.
        System.setProperty("jmh.ignoreLock", "true");
    }

    private final Class<?> benchmark;
    private final Plan plan;
    private final Map<String, String> properties;

    /**
     * Rounds of a benchmark.
     *
     * @param benchmark a class with JMH's benchmark methods
     * @param plan how long
     * @param properties system properties of the forks
     */
    public JmhRounds(Class<?> benchmark, Plan plan, Map<String, String> properties) {
        this.benchmark = benchmark;
        this.plan = plan;
        this.properties = Map.copyOf(properties);
    }

    /**
     * Measures: nanoseconds of an operation, and bytes that it allocates.
     *
     * @param entries who takes part
     * @param threadCounts with how many threads at once
     * @return a series of each entry at each number of threads
     * @throws RunnerException if a fork fails
     */
    public List<Series> run(List<JmhEntry> entries, List<Integer> threadCounts) throws RunnerException {
        List<Series> series = new ArrayList<>();
        for (String scenario :
                entries.stream().map(JmhEntry::scenario).distinct().toList()) {
            List<JmhEntry> compared = entries.stream()
                    .filter(entry -> entry.scenario().equals(scenario))
                    .toList();
            for (int threads : threadCounts) {
                Progress.say("%s, threads: %d", scenario, threads);
                series.addAll(compare(compared, threads));
            }
        }
        return series;
    }

    private List<Series> compare(List<JmhEntry> entries, int threads) throws RunnerException {
        List<JmhTally> tallies =
                entries.stream().map(entry -> new JmhTally(entry, threads)).toList();
        Order order = new Order();
        for (int round = 0; round < plan.rounds(); round++) {
            for (JmhTally tally : order.next(tallies)) {
                tally.add(new Runner(options(tally).build()).runSingle());
            }
        }
        return tallies.stream().map(JmhTally::series).toList();
    }

    private ChainedOptionsBuilder options(JmhTally tally) {
        TimeValue window = TimeValue.nanoseconds(plan.window().toNanos());
        return new OptionsBuilder()
                .include("^" + benchmark.getName().replace(".", "\\.") + "\\."
                        + tally.entry().method() + "$")
                .threads(tally.threads())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.NANOSECONDS)
                .forks(1)
                .warmupIterations(1)
                .warmupTime(window)
                .measurementIterations(1)
                .measurementTime(window)
                .addProfiler(GCProfiler.class)
                .jvmArgs(jvmArguments())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }

    private String[] jvmArguments() {
        List<String> arguments = new ArrayList<>(List.of("-Xms" + HEAP, "-Xmx" + HEAP));
        properties.forEach((name, value) -> arguments.add("-D" + name + "=" + value));
        return arguments.toArray(String[]::new);
    }
}
