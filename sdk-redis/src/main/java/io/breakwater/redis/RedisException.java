package io.breakwater.redis;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Redis did not do what it was asked: here, because it answered with an error. The root of this module's exceptions. */
public class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The first word of Redis' error, if there is one. */
    private final @Nullable String code;

    /**
     * A failure that is no error of Redis.
     *
     * @param message what was asked of whom, and what happened
     * @param cause the cause, or null
     */
    public RedisException(String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = null;
    }

    /**
     * An error that Redis answered.
     *
     * @param server which server
     * @param error Redis' words
     */
    public RedisException(String server, String error) {
        super(server + " answered: " + error);
        this.code = error.split(" ", 2)[0];
    }

    /** For refusals, which must cost next to nothing while a server is down: no stack trace. */
    RedisException(String message, boolean withStackTrace) {
        super(message, null, true, withStackTrace);
        this.code = null;
    }

    /**
     * The kind of error that Redis answered, its first word.
     *
     * @return for example {@code OOM} or {@code NOPERM}; empty if there was no such answer
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }
}
