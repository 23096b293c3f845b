package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0.00", "1.256|1.26", "12.34|12.3", "123.4|123", "1234567|1,234,567", "|–"})
    void about_three_digits(Double value, String text) {
        assertThat(Figure.of(value)).isEqualTo(text);
    }
}
