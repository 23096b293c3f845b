package io.breakwater.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import io.breakwater.redis.Redis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Where the id of a session must not be: in Redis, on the way there, in its files, in a log. */
class SecrecyIT {

    @Test
    void neither_redis_nor_its_files_nor_a_command_holds_the_id() throws IOException {
        try (RedisServer server = RedisSpec.durable()
                        .with("appendfsync", "always")
                        .with("slowlog-log-slower-than", "0")
                        .start();
                Redis redis = SharedRedis.connect(server.uri());
                RedisClient client = RedisClient.create(server.uri())) {
            RedisCommands<String, String> plain = client.connect().sync();
            Session session = use(redis);

            String kept = keysAndValues(plain) + files(plain);
            String sent = plain.slowlogGet(1_000).toString();
            assertThat(kept).contains("user-42").contains(SharedRedis.key("web", session.id()));
            assertThat(sent).contains("EVALSHA").contains(SharedRedis.key("web", session.id()));
            byte[] secret = Base64.getUrlDecoder().decode(session.id());
            assertThat(kept + sent).doesNotContain(session.id()).doesNotContain(new String(secret, ISO_8859_1));
        }
    }

    @Test
    void no_log_line_at_any_level_holds_the_id() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        List<Logger> loggers = Stream.of("io.breakwater", "io.lettuce", "io.netty")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        loggers.forEach(logger -> listenTo(logger, lines));
        try (RedisServer server = RedisSpec.durable().start();
                Redis redis = SharedRedis.connect(server.uri())) {
            Session session = use(redis);
            redis.close();

            List<String> texts = List.copyOf(lines.list).stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .toList();
            assertThat(texts).anyMatch(text -> text.contains(SharedRedis.key("web", session.id())));
            assertThat(texts).noneMatch(text -> text.contains(session.id()));
        } finally {
            loggers.forEach(logger -> leave(logger, lines));
        }
    }

    /** One session that stays, after a life with everything that can happen to it. */
    private static Session use(Redis redis) {
        MovableClock clock = new MovableClock();
        Sessions sessions = Sessions.builder("web").shared(redis).clock(clock).build();
        Session session = sessions.create("user-42");
        clock.move(Duration.ofMinutes(10));
        sessions.find(session.id());
        sessions.find(session.id() + "\r\n");
        sessions.revoke(sessions.create("user-42").id());
        return session;
    }

    private static String keysAndValues(RedisCommands<String, String> plain) {
        StringBuilder all = new StringBuilder();
        for (String key : plain.keys("*")) {
            assertThat(plain.pttl(key)).as(key).isPositive();
            all.append(key).append(' ').append(plain.hgetall(key)).append('\n');
        }
        return all.toString();
    }

    private static String files(RedisCommands<String, String> plain) throws IOException {
        Path folder = Path.of(plain.configGet("dir").get("dir"));
        StringBuilder all = new StringBuilder();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(path, ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void listenTo(Logger logger, ListAppender<ILoggingEvent> lines) {
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    private static void leave(Logger logger, ListAppender<ILoggingEvent> lines) {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
