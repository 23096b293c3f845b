package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** There is no place in a fill at which a test could stop it; so the two meet many times. */
class NearFlushTest {

    private static final int MEETINGS = 2_000;
    private static final int LANE = 3;

    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(100, guard, new Counters(), () -> 0);
    private final AtomicInteger arrived = new AtomicInteger();

    @Test
    @DisplayName("cache X4: a fill that looked at the guard before a flush is not kept after it")
    void a_fill_under_way_does_not_outlive_a_flush() throws Exception {
        int stripe = (LANE + 1) * FillGuard.STRIPES_A_LANE - 1;
        NearEntry<String> old = new NearEntry<>("old", null, 1, 1, 1, 1, LANE);
        Background<?> fills = Background.call(() -> {
            for (int i = 0; i < MEETINGS; i++) {
                long seen = guard.seen(stripe);
                meet(4 * i + 2);
                near.fill("k", old, stripe, seen);
                meet(4 * i + 4);
            }
            return null;
        });
        int kept = 0;
        for (int i = 0; i < MEETINGS; i++) {
            meet(4 * i + 2);
            near.flush(LANE);
            meet(4 * i + 4);
            kept += near.entry("k") == null ? 0 : 1;
        }
        fills.result();
        assertThat(kept).isZero();
    }

    private void meet(int all) {
        arrived.incrementAndGet();
        while (arrived.get() < all) {
            Thread.onSpinWait();
        }
    }
}
