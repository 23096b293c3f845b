package io.breakwater.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.breakwater.redis.Redis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of the README, running. */
class Snippets {

    private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void first_use() {
        Redis redis = SharedRedis.REDIS;
        Sessions sessions = Sessions.builder("web")
                .shared(redis)
                .expiry(new SlidingExpiry(Duration.ofMinutes(30), Duration.ofHours(8))) // idle, absolute
                .build();
        Session session = sessions.create("user-42"); // at sign-in; session.id() goes into the cookie
        Optional<Session> found = sessions.find(session.id()); // at each request, with what the client sent
        sessions.revoke(session.id()); // at sign-out

        assertThat(found).map(Session::subject).contains("user-42");
        assertThat(sessions.find(session.id())).isEmpty();
    }

    @Test
    void the_readme_holds_no_other_code() throws IOException {
        String running = spaceless(Path.of("src/test/java/io/breakwater/session/Snippets.java"));
        assertThat(CODE.matcher(Files.readString(Path.of("README.md"))).results())
                .isNotEmpty()
                .allSatisfy(code -> assertThat(running).contains(code.group(1).replaceAll("\\s", "")));
    }

    private static String spaceless(Path file) throws IOException {
        return Files.readString(file).replaceAll("\\s", "");
    }
}
