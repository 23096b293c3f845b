package io.breakwater.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultRowTest {

    @Test
    void a_missed_target_needs_a_reason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row("≥ 1 × raw", false, null))
                .withMessage("Invalid reason (null): must be there for a missed target, and only then");
        assertThatIllegalArgumentException().isThrownBy(() -> row("≥ 1 × raw", false, " "));
        assertThat(row("≥ 1 × raw", false, "because").reason()).isEqualTo("because");
    }

    @Test
    void what_was_met_or_has_no_target_needs_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> row("≥ 1 × raw", true, "because"));
        assertThatIllegalArgumentException().isThrownBy(() -> row(null, null, "because"));
        assertThat(row("≥ 1 × raw", true, null).met()).isTrue();
    }

    @Test
    void met_belongs_to_a_target() {
        assertThatIllegalArgumentException().isThrownBy(() -> row("≥ 1 × raw", null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row(null, true, null))
                .withMessage("Invalid met (true): must be there with a target, and only then");
    }

    private static ResultRow row(@Nullable String target, @Nullable Boolean met, @Nullable String reason) {
        return new ResultRow("a", "c", "s", 1, "ops/s", 1, 1, 1, 1, null, null, null, target, met, reason);
    }
}
