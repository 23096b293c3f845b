package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.StoredRecord.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StoredRecordTest {

    @Test
    void a_value_tells_its_head_and_where_its_body_begins() {
        StoredRecord value = StoredRecord.parse(record(0x11, List.of(), longBytes(60_000), "body".getBytes(UTF_8)));
        assertThat(value.kind()).isEqualTo(Kind.VALUE);
        assertThat(List.of(value.epoch(), value.number(), value.birth(), value.ends(), value.ttl()))
                .containsExactly(-2L, 3L, 4L, 5L, 60_000L);
        assertThat(new String(value.bytes(), value.body(), value.bytes().length - value.body(), UTF_8))
                .isEqualTo("body");
    }

    @Test
    void what_is_held_is_passed_over() {
        byte[] value = record(0x11, List.of("", "token", "x".repeat(200)), longBytes(7), "body".getBytes(UTF_8));
        assertThat(StoredRecord.parse(value).ttl()).isEqualTo(7);
        assertThat(StoredRecord.parse(value).body()).isEqualTo(value.length - 4);
    }

    @Test
    void other_kinds_have_no_ttl() {
        Kind[] kinds = Kind.values();
        for (int kind = 1; kind < kinds.length; kind++) {
            StoredRecord other = StoredRecord.parse(record(0x11 + kind, List.of()));
            assertThat(other.kind()).isEqualTo(kinds[kind]);
            assertThat(other.ttl()).isZero();
        }
    }

    @Test
    @DisplayName("cache A18: a record of another format, or that was cut off, is none")
    void a_record_that_is_none() {
        for (int first = 0; first < 256; first++) {
            boolean known = first >= 0x11 && first <= 0x15;
            assertThat(StoredRecord.parse(record(first, List.of(), longBytes(1))) != null)
                    .as("first byte 0x%x", first)
                    .isEqualTo(known);
        }
        byte[] value = record(0x11, List.of("token", ""), longBytes(7));
        for (int length = 0; length < value.length; length++) {
            assertThat(StoredRecord.parse(Arrays.copyOf(value, length)))
                    .as("%d of %d bytes", length, value.length)
                    .isNull();
        }
        byte[] endless = record(0x11, List.of());
        endless[33] = (byte) 200;
        assertThat(StoredRecord.parse(endless)).isNull();
    }

    @Test
    void tokens_come_in_the_form_of_the_scripts() {
        assertThat(StoredRecord.tokens(holds(List.of("", "é", "x".repeat(200)))))
                .containsExactly("", "é", "x".repeat(200));
        assertThat(StoredRecord.tokens(new byte[] {0})).isEmpty();
    }

    private static byte[] record(int kind, List<String> tokens, byte[]... rest) {
        ByteBuffer record = ByteBuffer.allocate(2_000)
                .put((byte) kind)
                .putLong(-2)
                .putLong(3)
                .putLong(4)
                .putLong(5)
                .put(holds(tokens));
        Arrays.stream(rest).forEach(record::put);
        return Arrays.copyOf(record.array(), record.position());
    }

    private static byte[] holds(List<String> tokens) {
        ByteBuffer holds = ByteBuffer.allocate(1_000).put((byte) tokens.size());
        for (String token : tokens) {
            byte[] bytes = token.getBytes(UTF_8);
            holds.putLong(1).put((byte) bytes.length).put(bytes);
        }
        return Arrays.copyOf(holds.array(), holds.position());
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
