package io.breakwater.session;

import io.breakwater.redis.RedisException;

/**
 * Redis is down, too slow, or refused: whether there is such a session is not known. Answer the client with "try again
 * later", never as if he were not signed in.
 *
 * <p>The message says which sessions, which operation, and which Redis; the cause is the {@link RedisException}. A thread that
 * was interrupted while waiting gets this exception too, and stays interrupted.
 */
public final class SessionStoreUnavailableException extends SessionException {

    private static final long serialVersionUID = 1L;

    SessionStoreUnavailableException(String message, RedisException cause) {
        super(message, cause);
    }
}
