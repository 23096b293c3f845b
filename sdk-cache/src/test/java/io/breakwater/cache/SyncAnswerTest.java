package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.LaneView.Known;
import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import io.breakwater.cache.SyncAnswer.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SyncAnswerTest {

    private static final MutationId LAST = new MutationId(10, 11);

    @Test
    void an_answer_tells_where_the_server_stands() {
        SyncAnswer answer = SyncAnswer.of(reply(1, 5_000, List.of()), 3, 100);
        assertThat(answer.kind()).isEqualTo(Kind.SAME);
        assertThat(answer.epoch()).isEqualTo(-2);
        assertThat(answer.version()).isEqualTo(20);
        assertThat(answer.floor()).isEqualTo(15);
        assertThat(answer.begun()).isEqualTo(7);
        assertThat(answer.place()).isEqualTo(new Place(9, LAST));
        assertThat(answer.audit()).isEqualTo(4);
        assertThat(answer.generation()).isEqualTo(3);
        assertThat(answer.missed()).isEmpty();
    }

    @Test
    void what_was_missed_comes_oldest_first() {
        SyncAnswer answer = SyncAnswer.of(reply(2, 0, List.of(mutation(9), mutation(8))), 3, 0);
        assertThat(answer.kind()).isEqualTo(Kind.MISSING);
        assertThat(answer.missed()).extracting(Mutation::place).containsExactly(new Place(8, LAST), new Place(9, LAST));
    }

    @Test
    @DisplayName("cache A18: what a later release has logged is as good as lost: the lane is emptied")
    void an_unknown_entry() {
        SyncAnswer answer = SyncAnswer.of(reply(2, 0, List.of(mutation(9), new byte[] {0x55, 1, 2})), 3, 0);
        assertThat(answer.kind()).isEqualTo(Kind.TRIMMED);
    }

    @Test
    void the_other_kinds_are_what_they_are() {
        assertThat(SyncAnswer.of(reply(3, 0, List.of()), 3, 0).kind()).isEqualTo(Kind.TRIMMED);
        assertThat(SyncAnswer.of(reply(4, 0, List.of()), 3, 0).kind()).isEqualTo(Kind.NEW_EPOCH);
    }

    @Test
    @DisplayName("cache A9: only the server's clock counts, an hour before or after this JVM's")
    void the_server_s_clock() {
        for (long hours : new long[] {-1, 0, 1}) {
            long serverMillis =
                    System.currentTimeMillis() + Duration.ofHours(hours).toMillis();
            long sentAt = System.nanoTime();
            Known known = learned(SyncAnswer.of(reply(1, serverMillis, List.of()), 3, sentAt));
            assertThat(known.admits(value(serverMillis + 1_000), sentAt)).isTrue();
            assertThat(known.admits(value(serverMillis + 1), sentAt))
                    .as("the server's clock may be at the end of that millisecond")
                    .isFalse();
            assertThat(known.admits(value(serverMillis + 1_000), sentAt + TimeUnit.MILLISECONDS.toNanos(998)))
                    .isTrue();
            assertThat(known.admits(value(serverMillis + 1_000), sentAt + TimeUnit.MILLISECONDS.toNanos(999)))
                    .isFalse();
            assertThat(known.nanosUntil(serverMillis + 1_001, sentAt)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        }
    }

    private static Known learned(SyncAnswer answer) {
        return new Known(-2, answer.version(), answer.floor(), answer.generation(), answer.clock());
    }

    private static StoredRecord value(long ends) {
        return new StoredRecord(StoredRecord.Kind.VALUE, -2, 16, 16, ends, 1, 0, new byte[0]);
    }

    private static List<Object> reply(long kind, long serverMillis, List<Object> newestFirst) {
        byte[] epoch = ByteBuffer.allocate(Long.BYTES).putLong(-2).array();
        return List.of(kind, epoch, 20L, 15L, serverMillis, 9L, LAST.bytes(), 4L, newestFirst, 7L);
    }

    private static byte[] mutation(long sequence) {
        return ByteBuffer.allocate(59 + 5)
                .put((byte) 0x11)
                .putLong(-2)
                .putLong(sequence)
                .put(MutationId.NOBODY.bytes())
                .put(LAST.bytes())
                .putLong(12)
                .put((byte) 'A')
                .put((byte) 5)
                .put("posts".getBytes(US_ASCII))
                .array();
    }
}
