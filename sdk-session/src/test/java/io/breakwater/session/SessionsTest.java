package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a*", "{a}", "ä", "a\n"})
    void a_name_that_a_key_should_not_have_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sessions.builder(name))
                .withMessage("Invalid name (" + name + "): must be [A-Za-z0-9_.-]{1,64}");
    }

    @Test
    void a_name_has_64_characters_at_most() {
        assertThat(Sessions.builder("a".repeat(64))).isNotNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Sessions.builder("a".repeat(65)));
    }

    @Test
    void a_redis_is_required() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Sessions.builder("web").build())
                .withMessage("Sessions 'web' have no Redis: call shared(redis)");
    }

    @Test
    void a_session_does_not_show_its_id() {
        Instant created = Instant.parse("2026-11-20T08:00:00Z");
        SessionId id = SessionId.random();
        Session session = new Session(id, "user-42", created, created.plusSeconds(1800));
        assertThat(session.id()).isEqualTo(id.text());
        assertThat(session).hasToString("Session(user-42, created 2026-11-20T08:00:00Z, expires 2026-11-20T08:30:00Z)");
    }
}
