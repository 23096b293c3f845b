package io.breakwater.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.link.RedisLink;
import io.breakwater.redis.link.Reply;
import io.breakwater.redis.link.Script;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions in Redis, each a hash under {@code session:v1:<name>:<SHA-256 of its id>} with the fields v (the format's
 * version), s (subject), c (created), t (last noted use) and x (absolute end), the last three in ms since 1970.
 */
final class SessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);
    private static final Script CREATE = script("create.lua");
    private static final Script FIND = script("find.lua");
    private static final byte[] VERSION = bytes("1");
    private static final byte[] REDIS_TIME = {};
    private static final long NONE = 0;
    private static final long FOUND = 2;

    private final String name;
    private final RedisLink link;
    private final byte[] idle;
    private final byte[] absolute;
    private final @Nullable InstantSource clock;

    SessionStore(String name, RedisLink link, SlidingExpiry expiry, @Nullable InstantSource clock) {
        this.name = name;
        this.link = link;
        this.idle = millis(expiry.idle());
        this.absolute = millis(expiry.absolute());
        this.clock = clock;
    }

    Session create(SessionId id, Subject subject) {
        List<byte[]> arguments = List.of(VERSION, idle, now(), subject.bytes(), absolute);
        List<@Nullable Object> reply = ask("create", () -> link.run(CREATE, List.of(key(id)), arguments));
        return new Session(id, subject.text(), instant(reply.get(0)), instant(reply.get(1)));
    }

    Optional<Session> find(SessionId id) {
        List<byte[]> arguments = List.of(VERSION, idle, now());
        List<@Nullable Object> reply = ask("find", () -> link.run(FIND, List.of(key(id)), arguments));
        long state = integer(reply.get(0));
        if (state == NONE) {
            return Optional.empty();
        }
        Optional<Session> session = state == FOUND ? read(id, reply) : Optional.empty();
        if (session.isEmpty()) {
            LOG.debug("Sessions '{}': what Redis holds for an id is not a session of format 1", name);
        }
        return session;
    }

    boolean delete(SessionId id) {
        return ask("revoke", () -> link.delete(key(id)));
    }

    private <T> T ask(String operation, Supplier<Reply<T>> command) {
        try {
            return command.get().value();
        } catch (RedisException e) {
            throw new SessionStoreUnavailableException(
                    "Sessions '" + name + "': " + operation + " failed: " + e.getMessage(), e);
        }
    }

    private byte[] key(SessionId id) {
        return bytes("session:v1:" + name + ":" + id.sha256());
    }

    private byte[] now() {
        return clock == null ? REDIS_TIME : bytes(Long.toString(clock.millis()));
    }

    private static Optional<Session> read(SessionId id, List<@Nullable Object> reply) {
        Instant createdAt = instant(reply.get(2));
        Instant expiresAt = instant(reply.get(3));
        return Subject.read((byte[]) requireNonNull(reply.get(1)))
                .map(subject -> new Session(id, subject.text(), createdAt, expiresAt));
    }

    private static Instant instant(@Nullable Object millis) {
        return Instant.ofEpochMilli(integer(millis));
    }

    private static long integer(@Nullable Object value) {
        return (Long) requireNonNull(value);
    }

    private static byte[] millis(Duration duration) {
        return bytes(Long.toString(duration.toMillis()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Script script(String resource) {
        return Script.read(resource, SessionStore.class.getResourceAsStream(resource));
    }
}
