package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class TargetTest {

    /** 150 against a raw 100 and a best peer of 120, in a run whose noise is a tenth. */
    private static final Standing AT = new Standing(150, 100, 120.0, 2.0, 64.4, 0.1);

    @Test
    void ratios_may_be_missed_by_the_noise() {
        assertThat(Bound.atLeast(Measure.RATIO_TO_RAW, 1.66).isReached(AT)).isTrue();
        assertThat(Bound.atLeast(Measure.RATIO_TO_RAW, 1.67).isReached(AT)).isFalse();
        assertThat(Bound.atMost(Measure.RATIO_TO_RAW, 1.37).isReached(AT)).isTrue();
        assertThat(Bound.atMost(Measure.RATIO_TO_RAW, 1.36).isReached(AT)).isFalse();
        assertThat(Bound.atMost(Measure.RATIO_TO_BEST_PEER, 1.14).isReached(AT)).isTrue();
        assertThat(Bound.atMost(Measure.RATIO_TO_BEST_PEER, 1.13).isReached(AT)).isFalse();
    }

    @Test
    void a_difference_may_be_missed_by_the_noise_of_the_raw_subject() {
        assertThat(Bound.atMost(Measure.NANOS_ABOVE_RAW, 40).isReached(AT)).isTrue();
        assertThat(Bound.atMost(Measure.NANOS_ABOVE_RAW, 39).isReached(AT)).isFalse();
    }

    @Test
    void counts_know_no_noise() {
        assertThat(Bound.atMost(Measure.COMMANDS_PER_OP, 2).isReached(AT)).isTrue();
        assertThat(Bound.atMost(Measure.COMMANDS_PER_OP, 1.9).isReached(AT)).isFalse();
        assertThat(Bound.atMost(Measure.BYTES_PER_OP, 64).isReached(AT)).isTrue();
        assertThat(Bound.atMost(Measure.BYTES_PER_OP, 63.8).isReached(AT)).isFalse();
    }

    @Test
    void the_reason_begins_with_the_bounds_that_were_missed() {
        Target target = Target.of(
                "two tables",
                Bound.atMost(Measure.COMMANDS_PER_OP, 1),
                Bound.atLeast(Measure.RATIO_TO_RAW, 1),
                Bound.atMost(Measure.BYTES_PER_OP, 0));
        assertThat(target.isReached(AT)).isFalse();
        assertThat(target.reason(AT)).isEqualTo("2.00 commands/op, 64.4 B/op: two tables");
        assertThat(target).hasToString("≤ 1.00 commands/op, ≥ 1.00 × raw, ≤ 0.00 B/op");
    }

    @Test
    void a_target_for_what_is_not_measured_is_an_error() {
        Standing local = new Standing(1, 1, null, null, null, 0);
        assertThatIllegalStateException()
                .isThrownBy(() -> Bound.atMost(Measure.COMMANDS_PER_OP, 1).isReached(local))
                .withMessage("A target asks for commands/op, which was not measured");
    }

    @Test
    void a_target_without_a_reason_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of(" ", Bound.atMost(Measure.BYTES_PER_OP, 0)))
                .withMessage("Invalid reason ( ): must be what stands in the way of the target");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.of("because"))
                .withMessageContaining("bounds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bound.atLeast(Measure.BYTES_PER_OP, -1))
                .withMessage("Invalid limit (-1.0): must be 0 or more");
    }
}
