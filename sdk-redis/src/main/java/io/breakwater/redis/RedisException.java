package io.breakwater.redis;

/** Redis did not do what it was asked: here, because it answered with an error. The root of this module's exceptions. */
public class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An error that Redis answered.
     *
     * @param message what was asked of whom, and the answer
     * @param cause the client's exception
     */
    public RedisException(String message, Throwable cause) {
        super(message, cause);
    }

    RedisException(String message) {
        super(message);
    }
}
