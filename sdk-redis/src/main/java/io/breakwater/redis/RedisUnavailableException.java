package io.breakwater.redis;

/**
 * The link is down: the command was refused and not sent, or the link broke while it was under way. A refusal has no stack
 * trace: it is thrown for each call of an outage, and must cost next to nothing.
 */
public final class RedisUnavailableException extends RedisException {

    private static final long serialVersionUID = 1L;

    /** Whether the command may have reached the server. */
    private final boolean sent;

    /**
     * A refusal, or a loss under way.
     *
     * @param message which server, and why
     * @param sent whether the command may have reached the server
     */
    public RedisUnavailableException(String message, boolean sent) {
        super(message, sent);
        this.sent = sent;
    }

    /**
     * Whether the command may have been executed.
     *
     * @return false if it certainly was not
     */
    public boolean maybeExecuted() {
        return sent;
    }
}
