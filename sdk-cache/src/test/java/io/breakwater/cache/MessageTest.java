package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.Message.Filled;
import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.NewEpoch;
import io.breakwater.cache.Message.Place;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MessageTest {

    private static final List<byte[]> KEYS = List.of(KeyBytes.of("a"), KeyBytes.of("x".repeat(1_000)), KeyBytes.of(1L));

    @Test
    void a_mutation_tells_its_place_and_its_keys() {
        Mutation mutation = (Mutation) Message.parse(mutation('K', Message.body(KEYS)));
        assertThat(mutation.cache()).isEqualTo("posts");
        assertThat(mutation.epoch()).isEqualTo(-1);
        assertThat(mutation.place()).isEqualTo(new Place(7, new MutationId(10, 11)));
        assertThat(mutation.before()).isEqualTo(new MutationId(8, 9));
        assertThat(mutation.version()).isEqualTo(12);
        assertThat(mutation.keys()).usingElementComparator(Arrays::compare).isEqualTo(KEYS);
    }

    @Test
    void a_mutation_of_all_names_no_key() {
        assertThat(((Mutation) Message.parse(mutation('A', new byte[0]))).keys())
                .isNull();
    }

    @Test
    void the_end_of_a_load_names_the_keys_and_a_new_epoch_itself() {
        Filled filled = (Filled) Message.parse(message(0x12, Message.body(KEYS)));
        assertThat(filled.cache()).isEqualTo("posts");
        assertThat(filled.keys()).usingElementComparator(Arrays::compare).isEqualTo(KEYS);
        assertThat(Message.parse(message(
                        0x13, ByteBuffer.allocate(Long.BYTES).putLong(99).array())))
                .isEqualTo(new NewEpoch("posts", 99));
    }

    @Test
    @DisplayName("cache A18: what a later release may say is not half understood")
    void unknown_messages() {
        for (int first = 0; first < 256; first++) {
            if (first < 0x11 || first > 0x13) {
                assertThat(Message.parse(message(first, new byte[100])))
                        .as("first byte 0x%x", first)
                        .isNull();
            }
        }
        assertThat(Message.parse(mutation('T', new byte[0]))).isNull();
    }

    @Test
    void what_was_cut_off_is_not_half_understood() {
        byte[] whole = mutation('K', Message.body(KEYS));
        byte[] ofTheFirstKey = mutation('K', Message.body(KEYS.subList(0, 1)));
        byte[] ofTwoKeys = mutation('K', Message.body(KEYS.subList(0, 2)));
        byte[] ofNoKey = mutation('K', new byte[0]);
        List<Integer> lengthsOfOthers = List.of(ofNoKey.length, ofTheFirstKey.length, ofTwoKeys.length);
        for (int length = 0; length < whole.length; length++) {
            if (!lengthsOfOthers.contains(length)) {
                assertThat(Message.parse(Arrays.copyOf(whole, length)))
                        .as("%d of %d bytes", length, whole.length)
                        .isNull();
            }
        }
    }

    @Test
    void an_id_is_written_as_it_is_read() {
        MutationId id = new MutationId(Long.MIN_VALUE, 5);
        assertThat(MutationId.read(ByteBuffer.wrap(id.bytes()))).isEqualTo(id);
        assertThat(id.bytes()).hasSize(MutationId.BYTES);
        assertThat(MutationId.NOBODY.bytes()).containsOnly(0);
    }

    private static byte[] message(int kind, byte[] rest) {
        return ByteBuffer.allocate(7 + rest.length)
                .put((byte) kind)
                .put((byte) 5)
                .put("posts".getBytes(US_ASCII))
                .put(rest)
                .array();
    }

    private static byte[] mutation(char operation, byte[] body) {
        return ByteBuffer.allocate(64 + body.length)
                .put((byte) 0x11)
                .putLong(-1)
                .putLong(7)
                .put(new MutationId(8, 9).bytes())
                .put(new MutationId(10, 11).bytes())
                .putLong(12)
                .put((byte) operation)
                .put((byte) 5)
                .put("posts".getBytes(US_ASCII))
                .put(body)
                .array();
    }
}
