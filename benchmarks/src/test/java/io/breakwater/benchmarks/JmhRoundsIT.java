package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

class JmhRoundsIT {

    private final JmhRounds rounds = new JmhRounds(
            FailingBenchmark.class, new Plan(2, Duration.ofMillis(10)), Map.of("breakwater.bench.test", "here"));

    @Test
    void each_round_gives_a_figure_and_the_fork_has_its_properties() throws Exception {
        List<Series> series = rounds.run(List.of(entry("readsItsProperty")), List.of(1));
        assertThat(series).singleElement().satisfies(one -> {
            assertThat(one.rounds())
                    .hasSize(2)
                    .allSatisfy(nanos -> assertThat(nanos).isPositive());
            assertThat(one.unit()).isEqualTo(Unit.NANOS_PER_OP);
            assertThat(one.bytesPerOp()).isNotNull();
            assertThat(one.commandsPerOp()).isNull();
        });
    }

    @Test
    void a_fork_that_fails_ends_the_run() {
        assertThatThrownBy(() -> rounds.run(List.of(entry("fails")), List.of(1)))
                .isInstanceOf(RunnerException.class)
                .hasStackTraceContaining("wrong answer");
    }

    private static JmhEntry entry(String method) {
        return new JmhEntry("case", Entrant.raw("x"), method);
    }
}
