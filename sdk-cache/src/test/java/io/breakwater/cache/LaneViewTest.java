package io.breakwater.cache;

import static io.breakwater.cache.Chain.EPOCH;
import static io.breakwater.cache.Chain.answer;
import static io.breakwater.cache.Chain.clear;
import static io.breakwater.cache.Chain.id;
import static io.breakwater.cache.Chain.keys;
import static io.breakwater.cache.Chain.mutation;
import static io.breakwater.cache.Chain.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.cache.LaneView.Question;
import io.breakwater.cache.Message.Mutation;
import io.breakwater.cache.Message.MutationId;
import io.breakwater.cache.Message.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a view makes of messages and replies. */
class LaneViewTest {

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
    void a_message_in_order_drops_its_keys_and_moves_on() {
        assertThat(view.follow(mutation(1), OLD)).isTrue();
        assertThat(view.follow(mutation(2), OLD)).isTrue();
        assertThat(drops.taken()).containsExactly("k1", "k2");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.known().version()).isEqualTo(102);
        assertThat(view.known().floor()).isZero();
    }

    @Test
    void a_clear_raises_the_floor_and_drops_all() {
        assertThat(view.follow(clear(1), OLD)).isTrue();
        assertThat(drops.taken()).containsExactly("all");
        assertThat(view.known().floor()).isEqualTo(101);
    }

    @Test
    @DisplayName("cache F3, X10: a gap asks for a sync, and what came after it is remembered")
    void a_gap() {
        assertThat(view.follow(mutation(2), OLD)).isFalse();
        assertThat(drops.taken()).containsExactly("k2");
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
        assertThat(drops.taken()).containsExactly("k1", "k2", "late");
        assertThat(view.question().at()).isEqualTo(place(2));
        assertThat(view.known().version()).isEqualTo(102);
    }

    @Test
    void a_fork_of_the_chain_asks_for_a_sync() {
        view.follow(mutation(1), OLD);
        Mutation fork =
                new Mutation("c", EPOCH, new Place(2, new MutationId(2, 9)), new MutationId(2, 8), 102, keys("f"));
        assertThat(view.follow(fork, OLD)).isFalse();
        assertThat(drops.taken()).containsExactly("k1", "f");
        assertThat(view.question().at()).isEqualTo(place(1));
        assertThat(view.question().highest()).isEqualTo(fork.place());
    }

    @Test
    void a_message_of_another_epoch_ends_what_is_known_and_is_no_place_in_it() {
        Mutation other = new Mutation("c", 8, place(1), id(0), 101, keys("k"));
        assertThat(view.follow(other, OLD)).isFalse();
        assertThat(drops.taken()).containsExactly("all");
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(view.known().epoch()).isEqualTo(EPOCH);
        assertThat(view.question().highest()).isEqualTo(place(0));
    }

    @Test
    @DisplayName("cache X13: a message of an older subscription drops, is remembered, and makes the next use ask")
    void a_message_of_an_older_subscription() {
        synced(NEW);
        assertThat(view.follow(mutation(1), OLD)).isFalse();
        assertThat(drops.taken()).containsExactly("k1");
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(view.question().at()).isEqualTo(place(0));
        assertThat(view.question().highest()).isEqualTo(place(1));
    }

    @Test
    void a_reply_raises_version_and_floor_and_never_lowers_them() {
        assertThat(view.hear(EPOCH, 120, 110)).isTrue();
        assertThat(view.hear(EPOCH, 115, 105)).isTrue();
        assertThat(view.known().version()).isEqualTo(120);
        assertThat(view.known().floor()).isEqualTo(110);
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
    void a_new_epoch_that_is_announced_ends_what_is_known_unless_it_is_the_known_one() {
        view.hearOfEpoch(EPOCH);
        assertThat(view.known().isCurrent()).isTrue();
        view.hearOfEpoch(8);
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops.taken()).containsExactly("all");
    }

    @Test
    void who_knew_something_else_does_not_outdate_what_is_known_now() {
        LaneView.Known then = view.known();
        synced(NEW);
        view.outdated(then);
        assertThat(view.known().isCurrent()).isTrue();
        view.outdated(view.known());
        assertThat(view.known().isCurrent()).isFalse();
        assertThat(drops.taken()).isEmpty();
    }
}
