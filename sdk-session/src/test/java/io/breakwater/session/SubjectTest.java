package io.breakwater.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectTest {

    @ParameterizedTest
    @ValueSource(strings = {"1", "user-42", "jürgen@example.org", "利用者", "🦦", "a\r\nb\0c {}*:"})
    void text_comes_back_the_same(String text) {
        assertThat(Subject.read(Subject.of(text).bytes())).contains(new Subject(text));
    }

    @Test
    void it_has_1_to_200_characters() {
        assertThat(Subject.of("é".repeat(200)).bytes()).hasSize(400);
        refused("", "Invalid length of subject (0): must be 1 to 200");
        refused("x".repeat(201), "Invalid length of subject (201): must be 1 to 200");
    }

    @Test
    void text_that_utf_8_cannot_hold_is_refused_rather_than_changed() {
        refused("a\uD800", "Invalid subject (a\uD800): must be well-formed Unicode");
    }

    @Test
    void bytes_that_no_subject_has_are_none() {
        assertThat(Subject.read(new byte[0])).isEmpty();
        assertThat(Subject.read(new byte[] {'a', (byte) 0xC3})).isEmpty();
        assertThat(Subject.read("x".repeat(201).getBytes(UTF_8))).isEmpty();
    }

    private static void refused(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Subject.of(text)).withMessage(message);
    }
}
