package io.breakwater.redis.link;

import io.breakwater.redis.RedisException;
import java.util.Set;

/** Redis answered with an error. What it means depends on the error's first word. */
final class ErrorReply extends Exception {

    private static final long serialVersionUID = 1L;

    /** Answers of a server that is not ready for commands, which it has not executed. */
    private static final Set<String> NOT_READY = Set.of("LOADING", "MASTERDOWN", "CLUSTERDOWN", "BUSY");

    private final String server;
    private final String error;

    ErrorReply(String error) {
        this("Redis", error);
    }

    private ErrorReply(String server, String error) {
        super(error, null, false, false);
        this.server = server;
        this.error = error;
    }

    ErrorReply of(String name) {
        return new ErrorReply(name, error);
    }

    RedisException toException() {
        return new RedisException(server, error);
    }

    String error() {
        return error;
    }

    boolean is(String code) {
        return error.startsWith(code) && (error.length() == code.length() || error.charAt(code.length()) == ' ');
    }

    boolean saysNotReady() {
        return NOT_READY.stream().anyMatch(this::is);
    }

    /** The server was a master once. */
    boolean saysReplica() {
        return is("READONLY");
    }
}
