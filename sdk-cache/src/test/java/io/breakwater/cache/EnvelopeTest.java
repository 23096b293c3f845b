package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private final Envelope<String> envelope = new Envelope<>(new Text(77));

    @Test
    void a_value_is_format_codec_and_payload() throws Exception {
        assertThat(envelope.wrap("ab")).containsExactly(1, 77, 'a', 'b');
        assertThat(envelope.open(envelope.wrap("ab"))).isEqualTo("ab");
        assertThat(envelope.open(envelope.wrap(""))).isEmpty();
    }

    @Test
    void what_another_release_or_codec_wrote_is_not_decoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> envelope.open(new byte[] {2, 77, 'a'}))
                .withMessage("Invalid format (2): must be 1, which is the one this release knows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> envelope.open(new byte[] {1, 76, 'a'}))
                .withMessage("Invalid codec id (76): must be 77, which is that of text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> envelope.open(new byte[] {1}))
                .withMessage("Invalid length (1): must be 2 or more");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128})
    void a_codec_id_that_is_no_positive_byte_is_refused(int id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Envelope<>(new Text(id)))
                .withMessage("Invalid codec id (" + id + "): must be 1 to 127");
    }

    private record Text(int id) implements Codec<String> {

        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] payload) {
            return new String(payload, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "text";
        }
    }
}
