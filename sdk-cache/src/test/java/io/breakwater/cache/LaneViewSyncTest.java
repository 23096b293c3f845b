package io.breakwater.cache;

import static io.breakwater.cache.Chain.EPOCH;
import static io.breakwater.cache.Chain.answer;
import static io.breakwater.cache.Chain.clear;
import static io.breakwater.cache.Chain.keys;
import static io.breakwater.cache.Chain.mutation;
import static io.breakwater.cache.Chain.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.LaneView.Question;
import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a view makes of the answers to its questions, in particular of those that come late. */
class LaneViewSyncTest {

    private static final long OLD = 10;
    private static final long NEW = 20;

    private final DropList drops = new DropList();
    private final LaneView view = new LaneView(drops, new Counters());

    @BeforeEach
    void join() {
        view.learn(view.question(), answer(SyncAnswer.Kind.NEW_EPOCH, EPOCH, place(0), OLD));
        assertThat(drops.taken()).containsExactly("all");
    }

    private void synced(long generation) {
        Question question = view.question();
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, question.at(), generation));
    }

    @Test
    void nothing_is_known_before_the_first_sync() {
        LaneView fresh = new LaneView(new DropList(), new Counters());
        assertThat(fresh.known().isCurrent()).isFalse();
        assertThat(fresh.question().epoch()).isZero();
        fresh.learn(fresh.question(), answer(SyncAnswer.Kind.NEW_EPOCH, EPOCH, place(3), OLD));
        assertThat(fresh.known().isCurrent()).isTrue();
        assertThat(fresh.known().epoch()).isEqualTo(EPOCH);
        assertThat(fresh.question().at()).isEqualTo(place(3));
        assertThat(fresh.question().highest()).isEqualTo(place(3));
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
        assertThat(drops.taken()).isEmpty();
        assertThat(view.known().generation()).isEqualTo(NEW);
        assertThat(view.question().at()).isEqualTo(place(0));
    }

    @Test
    void what_was_missed_is_applied_in_order() {
        view.learn(
                view.question(),
                answer(SyncAnswer.Kind.MISSING, EPOCH, place(3), OLD, mutation(1), clear(2), mutation(3)));
        assertThat(drops.taken()).containsExactly("k1", "all", "k3");
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
        assertThat(drops.taken()).containsExactly("k1", "k2", "k3");
        assertThat(view.question().at()).isEqualTo(place(3));
    }

    @Test
    void what_follows_a_fork_is_taken_as_the_server_has_it() {
        Mutation fork =
                new Mutation("c", EPOCH, new Place(2, new MutationId(2, 9)), new MutationId(2, 8), 102, keys("f"));
        view.follow(fork, OLD);
        view.learn(view.question(), answer(SyncAnswer.Kind.MISSING, EPOCH, place(2), OLD, mutation(1), mutation(2)));
        assertThat(drops.taken()).containsExactly("f", "k1", "k2");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.question().highest())
                .as("still asked for: it proves a lost history")
                .isEqualTo(fork.place());
    }

    @Test
    void when_the_log_is_too_short_all_is_dropped() {
        view.learn(view.question(), answer(SyncAnswer.Kind.TRIMMED, EPOCH, place(2_000), OLD));
        assertThat(drops.taken()).containsExactly("all");
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
        assertThat(drops.taken()).endsWith("all");
        assertThat(view.known()).isEqualTo(new LaneView.Known(8, 40, 30, OLD, 0));
        Question next = view.question();
        assertThat(next.epoch()).isEqualTo(8);
        assertThat(next.at()).isEqualTo(place(1));
        assertThat(next.highest()).isEqualTo(place(1));
        assertThat(next.audit()).isEqualTo(2);
    }

    @Test
    void a_reply_of_another_epoch_makes_the_next_use_ask_and_not_an_answer_under_way() {
        Question question = view.question();
        assertThat(view.hear(8, 120, 110)).isFalse();
        assertThat(view.known().isCurrent()).isFalse();
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops.taken()).isEmpty();
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
        assertThat(drops.taken()).containsExactly("all");
        view.learn(question, answer(SyncAnswer.Kind.SAME, EPOCH, place(0), OLD));
        assertThat(view.known().isCurrent()).isFalse();
        synced(OLD);
        assertThat(view.known().isCurrent()).isTrue();
    }
}
