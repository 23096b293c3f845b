package io.breakwater.session;

import static io.breakwater.session.SharedRedis.PLAIN;
import static io.breakwater.session.SharedRedis.REDIS;
import static io.breakwater.session.SharedRedis.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ExpiryIT {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final Duration ABSOLUTE = Duration.ofHours(8);
    private static final Duration TICK = Duration.ofMillis(1);

    private final String name = SharedRedis.newName();
    private final MovableClock clock = new MovableClock();
    private final Sessions sessions = sessions(IDLE, ABSOLUTE);

    @Test
    void an_unused_session_ends_with_its_idle_time() {
        Session session = sessions.create("user-42");
        assertThat(session.createdAt()).isEqualTo(clock.instant());
        assertThat(session.expiresAt()).isEqualTo(clock.instant().plus(IDLE));

        clock.move(IDLE.minus(TICK));
        assertThat(sessions.find(session.id())).isPresent();

        clock.move(IDLE);
        assertThat(sessions.find(session.id())).isEmpty();
        assertThat(PLAIN.exists(key(name, session.id()))).isZero();
    }

    @Test
    void a_session_in_use_lives_until_its_absolute_end_and_no_longer() {
        Session session = sessions.create("user-42");
        Instant absoluteEnd = session.createdAt().plus(ABSOLUTE);
        Duration step = Duration.ofMinutes(20);

        while (clock.instant().plus(step).isBefore(absoluteEnd)) {
            clock.move(step);
            Session found = sessions.find(session.id()).orElseThrow();
            assertThat(found.createdAt()).isEqualTo(session.createdAt());
            assertThat(found.expiresAt()).isEqualTo(earlier(clock.instant().plus(IDLE), absoluteEnd));
        }
        clock.move(Duration.between(clock.instant(), absoluteEnd).minus(TICK));
        assertThat(sessions.find(session.id())).isPresent();

        clock.move(TICK);
        assertThat(sessions.find(session.id())).isEmpty();
        assertThat(PLAIN.exists(key(name, session.id()))).isZero();
    }

    @Test
    void a_use_is_noted_once_a_tenth_of_the_idle_time_has_passed() {
        Session session = sessions.create("user-42");
        Duration tenth = IDLE.dividedBy(10);

        clock.move(tenth.minus(TICK));
        assertThat(sessions.find(session.id()).orElseThrow().expiresAt()).isEqualTo(session.expiresAt());

        clock.move(TICK);
        assertThat(sessions.find(session.id()).orElseThrow().expiresAt())
                .isEqualTo(clock.instant().plus(IDLE));
    }

    @Test
    void the_idle_time_is_that_of_the_finder_and_the_absolute_end_that_of_the_creator() {
        Session session = sessions.create("user-42");
        clock.move(Duration.ofMinutes(20));
        Sessions patient = sessions(Duration.ofHours(20), Duration.ofHours(20));
        assertThat(patient.find(session.id()).orElseThrow().expiresAt())
                .isEqualTo(session.createdAt().plus(ABSOLUTE));

        clock.move(Duration.ofMinutes(10));
        Sessions strict = sessions(Duration.ofMinutes(10), ABSOLUTE);
        assertThat(strict.find(session.id())).isEmpty();
        assertThat(patient.find(session.id())).isEmpty();
    }

    @Test
    void a_clock_that_goes_back_neither_ends_a_session_nor_notes_a_use() {
        Session session = sessions.create("user-42");
        clock.move(Duration.ofHours(-1));
        assertThat(sessions.find(session.id()).orElseThrow().expiresAt()).isEqualTo(session.expiresAt());
    }

    @Test
    void every_key_lives_as_long_as_its_session() {
        Session session = sessions.create("user-42");
        assertThat(ttl(session)).isCloseTo(IDLE.toMillis(), within(60_000L));

        Duration step = Duration.ofMinutes(29);
        for (int i = 0; i < 16; i++) {
            clock.move(step);
            sessions.find(session.id());
        }
        assertThat(ttl(session)).isCloseTo(ABSOLUTE.minus(step.multipliedBy(16)).toMillis(), within(60_000L));
    }

    @Test
    void without_a_tests_clock_the_time_is_that_of_redis() {
        Sessions real = Sessions.builder(name)
                .shared(REDIS)
                .expiry(new SlidingExpiry(IDLE, ABSOLUTE))
                .build();
        Instant before = redisTime();
        Session session = real.create("user-42");
        Instant after = redisTime();

        assertThat(session.createdAt()).isBetween(before.truncatedTo(ChronoUnit.MILLIS), after);
        assertThat(session.expiresAt()).isEqualTo(session.createdAt().plus(IDLE));
        assertThat(Instant.ofEpochMilli(PLAIN.pexpiretime(key(name, session.id()))))
                .isCloseTo(session.expiresAt(), within(10, ChronoUnit.SECONDS));
        assertThat(real.find(session.id()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(session);
    }

    @Test
    void a_session_ends_while_nobody_moves_the_time() {
        Sessions brief = Sessions.builder(name)
                .shared(REDIS)
                .expiry(new SlidingExpiry(Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .build();
        Session session = brief.create("user-42");
        while (brief.find(session.id()).isPresent()) {
            assertThat(redisTime()).isBefore(session.expiresAt().plusSeconds(30));
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(redisTime()).isAfter(session.expiresAt().minusMillis(500));
    }

    private Sessions sessions(Duration idle, Duration absolute) {
        return Sessions.builder(name)
                .shared(REDIS)
                .expiry(new SlidingExpiry(idle, absolute))
                .clock(clock)
                .build();
    }

    private long ttl(Session session) {
        return PLAIN.pttl(key(name, session.id()));
    }

    private static Instant redisTime() {
        var time = PLAIN.time();
        return Instant.ofEpochSecond(Long.parseLong(time.get(0)), Long.parseLong(time.get(1)) * 1_000);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
