package io.breakwater.redis.link;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisUnavailableException;
import java.util.Set;

/** Redis answered with an error. What it means depends on the error's first word. */
final class ErrorReply extends Exception {

    private static final long serialVersionUID = 1L;

    /** Answers of a server that is not ready for commands, which it has not executed. */
    private static final Set<String> NOT_READY = Set.of("LOADING", "MASTERDOWN", "BUSY");

    private final String server;
    private final String error;
    private final long generation;

    ErrorReply(String error) {
        this("Redis", error, 0);
    }

    private ErrorReply(String server, String error, long generation) {
        super(error, null, false, false);
        this.server = server;
        this.error = error;
        this.generation = generation;
    }

    ErrorReply by(String name, long connection) {
        return new ErrorReply(name, error, connection);
    }

    /** A Cluster that is down, or has nobody for a slot, has executed nothing. */
    RedisException toException() {
        return is("CLUSTERDOWN")
                ? new RedisUnavailableException(server + " is not ready: " + error, false)
                : new RedisException(server, error);
    }

    /** The connection that answered. */
    long generation() {
        return generation;
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

    /** Forbidden by an ACL, or not there at all: renamed, or hidden by a proxy. */
    boolean saysNotForYou() {
        return is("NOPERM") || error.startsWith("ERR unknown command");
    }

    /** The server was a master once. */
    boolean saysReplica() {
        return is("READONLY");
    }
}
