package io.breakwater.session;

import static io.breakwater.session.SharedRedis.PLAIN;
import static io.breakwater.session.SharedRedis.REDIS;
import static io.breakwater.session.SharedRedis.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RevokeRaceIT {

    private static final int ROUNDS = 300;
    private static final int FINDERS = 3;
    private static final Duration IDLE = Duration.ofHours(1);

    private final String name = SharedRedis.newName();
    private final AtomicLong millis = new AtomicLong();
    private final Sessions sessions = Sessions.builder(name)
            .shared(REDIS)
            .expiry(new SlidingExpiry(IDLE, Duration.ofDays(400)))
            .clock(everyUseIsNoted())
            .build();
    private final ExecutorService executor = Executors.newFixedThreadPool(FINDERS);

    @AfterEach
    void close() {
        executor.shutdownNow();
    }

    @Test
    void after_a_revoke_no_find_gives_the_session_or_brings_it_back() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            millis.set(0);
            String id = sessions.create("user-42").id();
            CountDownLatch found = new CountDownLatch(FINDERS);
            List<Future<?>> finders = new ArrayList<>();
            for (int i = 0; i < FINDERS; i++) {
                finders.add(executor.submit(() -> findUntilGone(id, found)));
            }
            assertThat(found.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(sessions.revoke(id)).isTrue();
            assertThat(sessions.find(id)).isEmpty();
            for (Future<?> finder : finders) {
                finder.get(30, TimeUnit.SECONDS);
            }
            assertThat(PLAIN.exists(key(name, id))).isZero();
        }
    }

    private void findUntilGone(String id, CountDownLatch found) {
        while (sessions.find(id).isPresent()) {
            found.countDown();
        }
    }

    private InstantSource everyUseIsNoted() {
        return () -> Instant.ofEpochMilli(millis.addAndGet(IDLE.toMillis() / 10));
    }
}
