package io.breakwater.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HintsTest {

    private static final byte[] KEY = {1, 2};

    private final Hints hints = new Hints();

    @Test
    void a_hint_wakes_who_waits_and_who_has_only_begun_to_listen() throws Exception {
        CountDownLatch hint = hints.listen(KEY);
        Background<Boolean> waiting = Background.call(() -> {
                    Hints.await(hint, Duration.ofSeconds(20));
                    return hint.getCount() == 0;
                })
                .until(Thread.State.TIMED_WAITING);
        hints.tell(new byte[] {1, 3});
        assertThat(hint.getCount()).isEqualTo(1);
        hints.tell(new byte[] {1, 2});
        assertThat(waiting.result()).isTrue();
        CountDownLatch next = hints.listen(KEY);
        hints.tell(KEY);
        Hints.await(next, Duration.ofSeconds(20));
        assertThat(next.getCount()).isZero();
    }

    @Test
    void who_has_waited_in_vain_is_not_kept() throws Exception {
        CountDownLatch hint = hints.listen(KEY);
        Hints.await(hint, Duration.ofMillis(1));
        assertThat(hint.getCount()).isEqualTo(1);
        assertThat(hints.size()).isEqualTo(1);
        hints.forget(KEY, hint);
        assertThat(hints.size()).isZero();
    }
}
