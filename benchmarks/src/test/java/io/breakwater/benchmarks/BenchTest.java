package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void the_areas_are_found() {
        assertThat(Bench.areas()).extracting(Area::name).containsExactly("redis", "cache", "dbrouting");
        assertThat(Bench.areas()).allSatisfy(area -> assertThat(area.about()).isNotBlank());
    }

    @Test
    void asking_for_help_succeeds_and_for_what_is_not_there_fails() {
        assertThat(Bench.run(List.of("--help"))).isZero();
        assertThat(Bench.run(List.of("--list"))).isZero();
        assertThat(Bench.run(List.of("nothing"))).isEqualTo(1);
        assertThat(Bench.run(List.of())).isEqualTo(1);
    }
}
