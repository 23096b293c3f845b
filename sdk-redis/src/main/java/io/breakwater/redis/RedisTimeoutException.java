package io.breakwater.redis;

import java.time.Duration;

/**
 * No reply within the timeout. The command may have been executed, or may still be; once the link accepts commands for that
 * server again, it has been or never will be.
 */
public final class RedisTimeoutException extends RedisException {

    private static final long serialVersionUID = 1L;

    /** How long the reply was waited for. */
    private final Duration timeout;

    /**
     * A reply that did not come.
     *
     * @param server which server
     * @param timeout how long it was waited for
     */
    public RedisTimeoutException(String server, Duration timeout) {
        super(server + " did not answer within " + timeout.toMillis() + " ms", true);
        this.timeout = timeout;
    }

    /**
     * How long the reply was waited for.
     *
     * @return the link's timeout
     */
    public Duration timeout() {
        return timeout;
    }
}
