package io.breakwater.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.LaneView.Question;
import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LaneViewTest {

    private static final long EPOCH = 7;
    private static final long OLD = 10;
    private static final long NEW = 20;

    private final List<String> drops = new ArrayList<>();
    private final LaneView view = new LaneView(
            new LaneView.Drops() {
                @Override
                public void drop(byte[] key) {
                    drops.add(new String(key, US_ASCII));
                }

                @Override
                public void flush() {
                    drops.add("all");
                }
            },
            new Counters());

    @BeforeEach
    void join() {
        view.learn(view.question(), answer(SyncAnswer.Kind.NEW_EPOCH, EPOCH, place(0), OLD));
        drops.clear();
    }

    private static Place place(long sequence) {
        return sequence == 0 ? Place.NONE : new Place(sequence, id(sequence));
    }

    private static MutationId id(long count) {
        return count == 0 ? MutationId.NOBODY : new MutationId(1, count);
    }

    /** The mutation with a number, by the chain of the first node. */
    private static Mutation mutation(long sequence) {
        return new Mutation("c", EPOCH, place(sequence), id(sequence - 1), 100 + sequence, keys("k" + sequence));
    }

    private static Mutation clear(long sequence) {
        return new Mutation("c", EPOCH, place(sequence), id(sequence - 1), 100 + sequence, null);
    }

    private static List<byte[]> keys(String key) {
        return List.of(key.getBytes(US_ASCII));
    }

    private static SyncAnswer answer(
            SyncAnswer.Kind kind, long epoch, Place place, long generation, Mutation... missed) {
        return new SyncAnswer(kind, epoch, 0, place, 100, 0, 0, List.of(missed), generation, 0);
    }

    private void synced(long generation) {
        Question question = view.question();
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, question.at(), generation));
    }

    @Test
    void nothing_is_known_before_the_first_sync() {
        LaneView fresh = new LaneView(new NoDrops(), new Counters());
        assertThat(fresh.known().isCurrent()).isFalse();
        assertThat(fresh.question().epoch()).isZero();
        fresh.learn(fresh.question(), answer(SyncAnswer.Kind.NEW_EPOCH, EPOCH, place(3), OLD));
        assertThat(fresh.known().isCurrent()).isTrue();
        assertThat(fresh.known().epoch()).isEqualTo(EPOCH);
        assertThat(fresh.question().at()).isEqualTo(place(3));
        assertThat(fresh.question().highest()).isEqualTo(place(3));
    }

    @Test
    void a_message_in_order_drops_its_keys_and_moves_on() {
        assertThat(view.follow(mutation(1), OLD)).isTrue();
        assertThat(view.follow(mutation(2), OLD)).isTrue();
        assertThat(drops).containsExactly("k1", "k2");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.known().version()).isEqualTo(102);
        assertThat(view.known().floor()).isZero();
    }

    @Test
    void a_clear_raises_the_floor_and_drops_all() {
        assertThat(view.follow(clear(1), OLD)).isTrue();
        assertThat(drops).containsExactly("all");
        assertThat(view.known().floor()).isEqualTo(101);
    }

    @Test
    @DisplayName("cache F3, X10: a gap asks for a sync, and what came after it is remembered")
    void a_gap() {
        assertThat(view.follow(mutation(2), OLD)).isFalse();
        assertThat(drops).containsExactly("k2");
        assertThat(view.question().at()).isEqualTo(place(0));
        assertThat(view.question().highest()).isEqualTo(place(2));
    }

    @Test
    @DisplayName("cache F4, X36: a message with a lower number is applied all the same")
    void a_late_message() {
        view.follow(mutation(1), OLD);
        view.follow(mutation(2), OLD);
        Mutation late = new Mutation("c", EPOCH, new Place(1, new MutationId(2, 1)), id(0), 50, keys("late"));
        assertThat(view.follow(late, OLD)).isTrue();
        assertThat(drops).containsExactly("k1", "k2", "late");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.known().version()).isEqualTo(102);
    }

    @Test
    void a_fork_of_the_chain_asks_for_a_sync() {
        view.follow(mutation(1), OLD);
        Mutation fork =
                new Mutation("c", EPOCH, new Place(2, new MutationId(2, 9)), new MutationId(2, 8), 102, keys("f"));
        assertThat(view.follow(fork, OLD)).isFalse();
        assertThat(drops).containsExactly("k1", "f");
        assertThat(view.question().at()).isEqualTo(place(1));
        assertThat(view.question().highest()).isEqualTo(fork.place());
    }

    @Test
    void a_message_of_another_epoch_ends_what_is_known_and_is_no_place_in_it() {
        Mutation other = new Mutation("c", 8, place(1), id(0), 101, keys("k"));
        assertThat(view.follow(other, OLD)).isFalse();
        assertThat(drops).containsExactly("all");
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(view.known().epoch()).isEqualTo(EPOCH);
        assertThat(view.question().highest()).isEqualTo(place(0));
    }

    @Test
    @DisplayName("cache X13: a message of an older subscription drops, is remembered, and makes the next use ask")
    void a_message_of_an_older_subscription() {
        synced(NEW);
        assertThat(view.follow(mutation(1), OLD)).isFalse();
        assertThat(drops).containsExactly("k1");
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(view.question().at()).isEqualTo(place(0));
        assertThat(view.question().highest()).isEqualTo(place(1));
    }

    @Test
    @DisplayName("cache X13: also while the sync on the new connection is under way")
    void a_message_of_an_older_subscription_during_a_sync() {
        Question question = view.question();
        view.follow(mutation(1), OLD);
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), NEW));
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(view.question().highest()).isEqualTo(place(1));
    }

    @Test
    void a_message_of_the_same_connections_during_a_sync_needs_no_other() {
        Question question = view.question();
        view.follow(mutation(1), OLD);
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isTrue();
        assertThat(view.question().at()).isEqualTo(place(1));
    }

    @Test
    @DisplayName("cache X11: an answer counts for its own connection alone")
    void an_answer_of_an_older_connection() {
        Question before = view.question();
        synced(NEW);
        view.learn(before, answer(SyncAnswer.Kind.TRIMMED, EPOCH, place(5), OLD));
        assertThat(drops).isEmpty();
        assertThat(view.known().generation()).isEqualTo(NEW);
        assertThat(view.question().at()).isEqualTo(place(0));
    }

    @Test
    void what_was_missed_is_applied_in_order() {
        view.learn(
                view.question(),
                answer(SyncAnswer.Kind.MISSING, EPOCH, place(3), OLD, mutation(1), clear(2), mutation(3)));
        assertThat(drops).containsExactly("k1", "all", "k3");
        assertThat(view.question().at()).isEqualTo(place(3));
        assertThat(view.question().highest()).isEqualTo(place(3));
        assertThat(view.known().floor()).isEqualTo(102);
    }

    @Test
    void what_messages_have_told_meanwhile_is_not_missing() {
        Question question = view.question();
        view.follow(mutation(1), OLD);
        view.follow(mutation(2), OLD);
        view.follow(mutation(3), OLD);
        view.learn(question, answer(SyncAnswer.Kind.MISSING, EPOCH, place(2), OLD, mutation(1), mutation(2)));
        assertThat(drops).containsExactly("k1", "k2", "k3");
        assertThat(view.question().at()).isEqualTo(place(3));
    }

    @Test
    void what_follows_a_fork_is_taken_as_the_server_has_it() {
        Mutation fork =
                new Mutation("c", EPOCH, new Place(2, new MutationId(2, 9)), new MutationId(2, 8), 102, keys("f"));
        view.follow(fork, OLD);
        view.learn(view.question(), answer(SyncAnswer.Kind.MISSING, EPOCH, place(2), OLD, mutation(1), mutation(2)));
        assertThat(drops).containsExactly("f", "k1", "k2");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.question().highest())
                .as("still asked for: it proves a lost history")
                .isEqualTo(fork.place());
    }

    @Test
    void when_the_log_is_too_short_all_is_dropped() {
        view.learn(view.question(), answer(SyncAnswer.Kind.TRIMMED, EPOCH, place(2_000), OLD));
        assertThat(drops).containsExactly("all");
        assertThat(view.question().at()).isEqualTo(place(2_000));
        assertThat(view.question().highest()).isEqualTo(place(2_000));
    }

    @Test
    void a_short_log_leads_back_to_no_place_that_messages_have_passed() {
        Question question = view.question();
        view.follow(mutation(1), OLD);
        view.follow(mutation(2), OLD);
        view.learn(question, answer(SyncAnswer.Kind.TRIMMED, EPOCH, place(1), OLD));
        assertThat(view.question().at()).isEqualTo(place(2));
    }

    @Test
    void another_epoch_is_adopted_with_all_that_belongs_to_it() {
        view.follow(mutation(1), OLD);
        view.follow(clear(2), OLD);
        view.acknowledged(EPOCH, 5, place(3), OLD);
        SyncAnswer begun = new SyncAnswer(SyncAnswer.Kind.NEW_EPOCH, 8, 0, place(1), 40, 30, 2, List.of(), OLD, 0);
        view.learn(view.question(), begun);
        assertThat(drops).endsWith("all");
        assertThat(view.known()).isEqualTo(new LaneView.Known(8, 40, 30, OLD, 0));
        assertThat(view.question()).isEqualTo(new Question(8, 0, place(1), place(1), 2, 0, false));
    }

    @Test
    void a_reply_raises_version_and_floor_and_never_lowers_them() {
        assertThat(view.hear(EPOCH, 120, 110)).isTrue();
        assertThat(view.hear(EPOCH, 115, 105)).isTrue();
        assertThat(view.known().version()).isEqualTo(120);
        assertThat(view.known().floor()).isEqualTo(110);
    }

    @Test
    void a_reply_of_another_epoch_makes_the_next_use_ask_and_not_an_answer_under_way() {
        Question question = view.question();
        assertThat(view.hear(8, 120, 110)).isFalse();
        assertThat(view.known().isCurrent()).isFalse();
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops).isEmpty();
    }

    @Test
    @DisplayName("cache X8: an acknowledged mutation is asked for from then on")
    void an_acknowledged_mutation() {
        assertThat(view.acknowledged(EPOCH, 3, place(9), OLD)).isTrue();
        assertThat(view.question().audit()).isEqualTo(3);
        assertThat(view.question().highest()).isEqualTo(place(9));
        assertThat(view.question().at()).as("its message has not come").isEqualTo(place(0));
    }

    @Test
    @DisplayName("cache X12: the reply of an older connection acknowledges nothing")
    void a_reply_of_an_older_connection() {
        synced(NEW);
        assertThat(view.acknowledged(EPOCH, 3, place(9), OLD)).isFalse();
        assertThat(view.question().audit()).isZero();
    }

    @Test
    @DisplayName("cache X12: also while the sync on the new connection is under way")
    void a_reply_of_an_older_connection_during_a_sync() {
        Question question = view.question();
        assertThat(view.acknowledged(EPOCH, 3, place(9), OLD)).isTrue();
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), NEW));
        assertThat(view.known().isCurrent()).isFalse();
    }

    @Test
    void a_mutation_of_another_epoch_is_not_acknowledged() {
        assertThat(view.acknowledged(8, 3, place(9), OLD)).isFalse();
        assertThat(view.question().audit()).isZero();
        assertThat(view.question().highest()).isEqualTo(place(0));
    }

    @Test
    void a_count_that_was_given_out_before_is_noticed() {
        view.acknowledged(EPOCH, 3, place(9), OLD);
        assertThat(view.isReissued(EPOCH, 3)).isTrue();
        assertThat(view.isReissued(EPOCH, 4)).isFalse();
        assertThat(view.isReissued(8, 1)).isFalse();
    }

    @Test
    void a_renewal_is_asked_for_until_the_server_has_heard_of_it() {
        Question before = view.question();
        view.renew();
        view.learn(before, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isFalse();
        Question asked = view.question();
        assertThat(asked.renew()).isTrue();
        view.learn(asked, answer(SyncAnswer.Kind.NEW_EPOCH, 8, place(0), OLD));
        assertThat(view.known().isCurrent()).isTrue();
        assertThat(view.question().renew()).isFalse();
    }

    @Test
    @DisplayName("cache F9: what cannot be understood ends what is known, and no answer under way makes it good")
    void distrust() {
        Question question = view.question();
        view.distrust();
        assertThat(drops).containsExactly("all");
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isFalse();
        synced(OLD);
        assertThat(view.known().isCurrent()).isTrue();
    }

    @Test
    void a_new_epoch_that_is_announced_ends_what_is_known_unless_it_is_the_known_one() {
        view.hearOfEpoch(EPOCH);
        assertThat(view.known().isCurrent()).isTrue();
        view.hearOfEpoch(8);
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops).containsExactly("all");
    }

    @Test
    void who_knew_something_else_does_not_outdate_what_is_known_now() {
        LaneView.Known then = view.known();
        synced(NEW);
        view.outdated(then);
        assertThat(view.known().isCurrent()).isTrue();
        view.outdated(view.known());
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops).isEmpty();
    }

    private static final class NoDrops implements LaneView.Drops {

        @Override
        public void drop(byte[] key) {}

        @Override
        public void flush() {}
    }
}
