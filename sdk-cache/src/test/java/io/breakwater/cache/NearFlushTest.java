package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One thread fills, another empties the lane: what was looked for before a flush is not there after it. */
class NearFlushTest {

    private static final int FLUSHES = 2_000_000;
    private static final int LANE = 3;
    private static final int STRIPE = (LANE + 1) * FillGuard.STRIPES_A_LANE - 1;

    private final FillGuard guard = new FillGuard();
    private final NearTier<String, String> near = new NearTier<>(100, guard, new Counters(), () -> 0);
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void a_fill_that_is_under_way_does_not_escape_a_flush() throws Exception {
        Background<Boolean> filler = Background.call(this::fillUntilOver);
        int stale = 0;
        for (int i = 0; i < FLUSHES; i++) {
            near.flush(LANE);
            long flushed = guard.seen(STRIPE);
            NearEntry<String> entry = near.entry("key");
            if (entry != null && entry.number() < flushed) {
                stale++;
            }
        }
        over.set(true);
        assertThat(filler.result()).isTrue();
        assertThat(stale).isZero();
    }

    /** Each entry bears the number of the flushes before it was looked for. */
    private boolean fillUntilOver() {
        while (!over.get()) {
            long seen = guard.seen(STRIPE);
            near.fill("key", new NearEntry<>("value", null, seen, 1, 1, 1, LANE), STRIPE, seen);
        }
        return true;
    }
}
