package io.breakwater.benchmarks;

import static io.breakwater.benchmarks.Samples.FASTER;
import static io.breakwater.benchmarks.Samples.nanos;
import static io.breakwater.benchmarks.Samples.ops;
import static io.breakwater.benchmarks.Samples.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeatTest {

    private static final Series RAW = ops(Entrant.raw("x"), 90, 100, 110);
    private static final Series AGAIN = ops(Entrant.rawAgain(), 90, 110, 121);

    @Test
    void a_row_has_the_middle_the_lowest_and_the_highest_round() {
        ResultRow row = rows(RAW, AGAIN, ops(Entrant.ours("o"), 130, 110, 150)).get(2);
        assertThat(row.median()).isEqualTo(130);
        assertThat(row.min()).isEqualTo(110);
        assertThat(row.max()).isEqualTo(150);
        assertThat(row.ratioToRaw()).isEqualTo(1.3);
        assertThat(row.commandsPerOp()).isEqualTo(1);
        assertThat(row.bytesPerOp()).isEqualTo(100);
        assertThat(row.unit()).isEqualTo("ops/s");
    }

    @Test
    void the_best_peer_is_the_highest_in_operations_and_the_lowest_in_nanoseconds() {
        assertThat(rows(
                                RAW,
                                AGAIN,
                                ops(Entrant.peer("p"), 50),
                                ops(Entrant.peer("q"), 200),
                                ops(Entrant.ours("o"), 100))
                        .get(4)
                        .ratioToBestPeer())
                .isEqualTo(0.5);
        Series raw = nanos(Entrant.raw("x"), 20);
        Series again = nanos(Entrant.rawAgain(), 20);
        assertThat(rows(
                                raw,
                                again,
                                nanos(Entrant.peer("p"), 50),
                                nanos(Entrant.peer("q"), 200),
                                nanos(Entrant.ours("o"), 100))
                        .get(4)
                        .ratioToBestPeer())
                .isEqualTo(2);
    }

    @Test
    void without_peers_there_is_no_best_one() {
        assertThat(rows(RAW, AGAIN))
                .allSatisfy(row -> assertThat(row.ratioToBestPeer()).isNull());
    }

    @Test
    void what_only_stands_beside_is_never_the_best_peer() {
        assertThat(rows(
                                RAW,
                                AGAIN,
                                ops(Entrant.peer("p"), 50),
                                ops(Entrant.beside("b"), 1_000),
                                ops(Entrant.ours("o"), 100))
                        .get(4)
                        .ratioToBestPeer())
                .isEqualTo(2);
    }

    @Test
    void the_spread_is_the_median_of_the_differences_in_each_round() {
        assertThat(new Heat("test", List.of(RAW, AGAIN)).spread().rawAgainstRaw())
                .isCloseTo(0.1, within(1e-9));
    }

    @Test
    void a_target_is_met_within_the_spread_and_not_beyond_it() {
        Entrant ours = Entrant.ours("o").aiming(FASTER, 8);
        assertThat(rows(RAW, AGAIN, ops(ours, 136)).get(2).met()).isTrue();
        ResultRow missed = rows(RAW, AGAIN, ops(ours, 134)).get(2);
        assertThat(missed.met()).isFalse();
        assertThat(missed.target()).isEqualTo("≥ 1.50 × raw, ≤ 1.00 commands/op");
        assertThat(missed.reason()).isEqualTo("1.34 × raw: it waits");
    }

    @Test
    void a_run_that_is_all_noise_forgives_a_quarter_at_most() {
        Series wild = ops(Entrant.rawAgain(), 900, 1000, 1100);
        Entrant ours = Entrant.ours("o").aiming(FASTER, 8);
        assertThat(rows(RAW, wild, ops(ours, 113)).get(2).met()).isTrue();
        assertThat(rows(RAW, wild, ops(ours, 112)).get(2).met()).isFalse();
    }

    @Test
    void a_target_holds_for_its_numbers_of_threads_alone() {
        ResultRow row = rows(RAW, AGAIN, ops(Entrant.ours("o").aiming(FASTER, 1, 32), 1))
                .get(2);
        assertThat(row.target()).isNull();
        assertThat(row.met()).isNull();
        assertThat(row.reason()).isNull();
    }

    @Test
    void the_raw_subject_is_there_twice_or_nothing_can_be_said() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> rows(RAW))
                .withMessage("Invalid number of RAW_AGAIN (0): must be 1 in each case and at each number of threads");
    }
}
