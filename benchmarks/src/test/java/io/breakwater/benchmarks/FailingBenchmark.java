package io.breakwater.benchmarks;

import org.openjdk.jmh.annotations.Benchmark;

/** What goes wrong in a fork. */
public class FailingBenchmark {

    @Benchmark
    public void fails() {
        throw new IllegalStateException("wrong answer");
    }

    @Benchmark
    public String readsItsProperty() {
        String value = System.getProperty("breakwater.bench.test");
        if (!"here".equals(value)) {
            throw new IllegalStateException("the fork was not told");
        }
        return value;
    }
}
