package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final int LARGEST = 10_000;

    private final Envelope<String> envelope = new Envelope<>(new Text(77, 258), Envelope.NEVER_COMPRESS, LARGEST);

    @Test
    void a_value_is_flags_codec_version_and_payload() throws Exception {
        assertThat(envelope.wrap("ab")).containsExactly(0, 77, 1, 2, 'a', 'b');
        assertThat(opened(envelope, envelope.wrap("ab"))).isEqualTo("ab");
        assertThat(opened(envelope, envelope.wrap(""))).isEmpty();
    }

    @Test
    void that_there_is_no_value_has_no_payload() throws Exception {
        assertThat(envelope.wrap(null)).containsExactly(1, 77, 1, 2);
        assertThat(opened(envelope, envelope.wrap(null))).isNull();
        Envelope<String> other = new Envelope<>(new Text(78, 1), Envelope.NEVER_COMPRESS, LARGEST);
        assertThat(opened(other, envelope.wrap(null)))
                .as("whose codec it is does not matter then")
                .isNull();
    }

    @Test
    @DisplayName("cache A18: what another codec or another version of it has written is not decoded")
    void what_another_codec_wrote_is_not_decoded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(envelope, 0, 76, 1, 2, 'a'))
                .withMessage("Invalid codec id (76): must be 77, which is that of text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(envelope, 0, 77, 1, 3, 'a'))
                .withMessage("Invalid codec version (259): must be 258, which is that of text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(envelope, 3, 77, 1, 2, 'a'))
                .withMessage("Invalid flags (3): must be 0 to 2, which are those that this release knows");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(envelope, 0, 77, 1))
                .withMessage("Invalid length (3): must be 4 or more");
    }

    @Test
    @DisplayName("cache A18: only what a later version of the same codec has written is newer")
    void what_is_newer() {
        assertThat(isNewer(0, 77, 1, 3, 'a')).isTrue();
        assertThat(isNewer(9, 77, 2, 0)).isTrue();
        assertThat(isNewer(0, 77, 1, 2, 'a')).isFalse();
        assertThat(isNewer(0, 77, 1, 1, 'a')).isFalse();
        assertThat(isNewer(0, 76, 9, 9, 'a')).isFalse();
        assertThat(isNewer(0, 77, 9)).isFalse();
    }

    @Test
    void larger_ones_are_compressed_and_come_back() throws Exception {
        Envelope<String> compressing = new Envelope<>(new Text(77, 1), 100, LARGEST);
        String large = "breakwater ".repeat(500);
        assertThat(compressing.wrap("a".repeat(100))).startsWith(0, 77, 0, 1).hasSize(104);
        assertThat(compressing.wrap(large)).startsWith(2, 77, 0, 1).hasSizeLessThan(200);
        assertThat(opened(compressing, compressing.wrap(large))).isEqualTo(large);
        assertThat(opened(new Envelope<>(new Text(77, 1), Envelope.NEVER_COMPRESS, LARGEST), compressing.wrap(large)))
                .as("who does not compress can read it as well")
                .isEqualTo(large);
    }

    @Test
    void what_does_not_become_smaller_comes_back_too() throws Exception {
        Envelope<byte[]> compressing = new Envelope<>(Codec.bytes(), 0, 100_000);
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        assertThat(compressing.open(stored(compressing.wrap(noise)))).isEqualTo(noise);
        assertThat(compressing.open(stored(compressing.wrap(new byte[0])))).isEmpty();
    }

    @Test
    void what_is_too_large_is_refused_before_it_is_compressed() {
        Envelope<String> compressing = new Envelope<>(new Text(77, 1), 100, LARGEST);
        assertThat(compressing.wrap("a".repeat(LARGEST))).hasSizeLessThan(LARGEST);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> compressing.wrap("a".repeat(LARGEST + 1)))
                .withMessage("Invalid value (10001 bytes): must be at most 10000 bytes");
    }

    @Test
    void what_claims_to_become_too_large_is_not_believed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> opened(envelope, 2, 77, 1, 2, 0, 0, 0x27, 0x11, 0x78, 0x9c))
                .withMessage("Invalid length (10001): must be 0 to 10000");
        assertThatIllegalArgumentException().isThrownBy(() -> opened(envelope, 2, 77, 1, 2, -1, 0, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> opened(envelope, 2, 77, 1, 2, 0, 0));
    }

    @Test
    @DisplayName("cache A18: a compressed value that was cut off or changed is not half understood")
    void a_broken_compressed_value() {
        Envelope<String> compressing = new Envelope<>(new Text(77, 1), 0, LARGEST);
        byte[] whole = compressing.wrap("some text that is long enough to be cut");
        for (int at = 0; at < whole.length; at++) {
            byte[] cut = Arrays.copyOf(whole, at);
            assertThatThrownBy(() -> opened(compressing, cut))
                    .as("cut at %d", at)
                    .isInstanceOf(Exception.class);
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> opened(compressing, changed))
                    .as("changed at %d", at)
                    .isInstanceOf(Exception.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128})
    void a_codec_id_that_is_no_positive_byte_is_refused(int id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Envelope<>(new Text(id, 1), 0, 1))
                .withMessage("Invalid codec id (" + id + "): must be 1 to 127");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 32_768})
    void a_codec_version_that_is_no_positive_short_is_refused(int version) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Envelope<>(new Text(1, version), 0, 1))
                .withMessage("Invalid codec version (" + version + "): must be 1 to 32767");
    }

    private boolean isNewer(int... body) {
        return envelope.isNewer(stored(bytes(body)));
    }

    private static String opened(Envelope<String> envelope, int... body) throws Exception {
        return opened(envelope, bytes(body));
    }

    private static String opened(Envelope<String> envelope, byte[] body) throws Exception {
        return envelope.open(stored(body));
    }

    /** A record whose envelope does not begin at its beginning. */
    private static StoredRecord stored(byte[] body) {
        byte[] bytes = new byte[5 + body.length];
        System.arraycopy(body, 0, bytes, 5, body.length);
        return new StoredRecord(StoredRecord.Kind.VALUE, 1, 1, 1, 1, 1, 5, bytes);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private record Text(int id, int version) implements Codec<String> {

        @Override
        public byte[] encode(String value) {
            return value.getBytes(UTF_8);
        }

        @Override
        public String decode(byte[] payload) {
            return new String(payload, UTF_8);
        }

        @Override
        public String toString() {
            return "text";
        }
    }
}
