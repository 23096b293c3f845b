package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private static final List<String> AREAS = List.of("one", "two");

    @Test
    void a_name_is_enough() {
        assertThat(options("one"))
                .isEqualTo(new Options("one", Plan.STANDARD, Path.of("benchmarks", "target", "results")));
        assertThat(options("all").name()).isEqualTo("all");
    }

    @Test
    void quick_may_stand_anywhere_and_the_rest_is_more_exact() {
        assertThat(options("one --quick").plan()).isEqualTo(Plan.QUICK);
        assertThat(options("--window 50 one --quick --rounds 2").plan()).isEqualTo(new Plan(2, Duration.ofMillis(50)));
        assertThat(options("one --out here").out()).isEqualTo(Path.of("here"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "three|Invalid name (three): must be one of one, two, all",
                "--quick|Invalid name (): must be one of one, two, all",
                "one two|Invalid name (one two): must be one, or all",
                "one --fast|Invalid option (--fast): must be one of these:",
                "one --rounds 0|Invalid rounds (0): must be 1 to 100",
                "one --rounds|Invalid rounds (): must be 1 to 100",
                "one --rounds many|Invalid rounds (many): must be 1 to 100",
                "one --window 9|Invalid window (9): must be 10 to 60000",
                "one --out|Invalid out (): must be a folder",
            })
    void bad_ones_are_named(String line, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> options(line)).withMessageStartingWith(message);
    }

    private static Options options(String line) {
        return Options.of(List.of(line.split(" ")), AREAS);
    }
}
