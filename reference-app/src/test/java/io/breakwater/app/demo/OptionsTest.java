package io.breakwater.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void two_instances_on_8080_and_8081_unless_said_otherwise() {
        Options options = Options.of(new String[0]);
        assertThat(options.instances()).isEqualTo(2);
        assertThat(options.portOf(0)).isEqualTo(8080);
        assertThat(options.portOf(1)).isEqualTo(8081);
        assertThat(options.check()).isFalse();
    }

    @Test
    void the_check_takes_free_ports_unless_one_is_given() {
        assertThat(Options.of(new String[] {"--check"}).portOf(1)).isZero();
        assertThat(Options.of(new String[] {"--check", "--port", "9000"}).portOf(1))
                .isEqualTo(9001);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--instances 0|Invalid instances (0): must be 1 to 8",
                "--instances|Invalid instances (): must be 1 to 8",
                "--port http|Invalid port (http): must be 1 to 65527",
                "--port 65530|Invalid port (65530): must be 1 to 65527",
                "--fast|Invalid option (--fast): must be one of these:",
            })
    void bad_ones_are_named(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Options.of(line.split(" ")))
                .withMessageStartingWith(message);
    }
}
