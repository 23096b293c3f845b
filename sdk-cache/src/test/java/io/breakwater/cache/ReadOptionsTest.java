package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReadOptionsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void each_method_changes_one_thing_and_keeps_the_others() {
        ReadOptions defaults = ReadOptions.defaults();
        assertThat(defaults).isEqualTo(new ReadOptions(false, true, null, null));
        assertThat(defaults.skipNear()).isEqualTo(new ReadOptions(true, true, null, null));
        assertThat(defaults.freshOnly()).isEqualTo(new ReadOptions(false, false, null, null));
        assertThat(defaults.timeout(SECOND)).isEqualTo(new ReadOptions(false, true, SECOND, null));
        assertThat(defaults.ttl(SECOND)).isEqualTo(new ReadOptions(false, true, null, SECOND));
        ReadOptions all = new ReadOptions(true, false, SECOND, Duration.ofSeconds(2));
        assertThat(defaults.skipNear().freshOnly().timeout(SECOND).ttl(Duration.ofSeconds(2)))
                .isEqualTo(all)
                .isEqualTo(defaults.ttl(Duration.ofSeconds(2))
                        .timeout(SECOND)
                        .freshOnly()
                        .skipNear());
        assertThat(ReadOptions.defaults()).isEqualTo(defaults);
    }

    @Test
    void times_out_of_range_are_refused_by_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.defaults().timeout(Duration.ZERO))
                .withMessage("Invalid timeout (PT0S): must be 1 ms to 365 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadOptions.defaults().ttl(Duration.ofDays(366)))
                .withMessage("Invalid ttl (PT8784H): must be 1 ms to 365 days");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadOptions.defaults().timeout(null))
                .withMessage("timeout");
        assertThatNullPointerException()
                .isThrownBy(() -> ReadOptions.defaults().ttl(null))
                .withMessage("ttl");
    }
}
