package io.breakwater.redis;

import io.breakwater.redis.link.RedisLink;
import java.time.Duration;

/**
 * A link to a Redis server, shared by all threads and by as many Breakwater modules as hold the same kind of data:
 * disposable data and durable data belong on two servers.
 *
 * <p>Connecting never fails for a server that is down: the link keeps trying, and until it succeeds the modules act as they
 * were told to for an outage.
 */
public sealed interface Redis extends AutoCloseable permits RedisLink {

    /** How long a command may take unless something else is said: 500 ms. */
    Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /**
     * Links to a standalone server, with the {@linkplain #DEFAULT_TIMEOUT default timeout}.
     *
     * @param uri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS
     * @return the link; the caller closes it
     * @throws IllegalArgumentException if the address has another form
     */
    static Redis connect(String uri) {
        return connect(uri, DEFAULT_TIMEOUT);
    }

    /**
     * Links to a standalone server. Waits until the server answers, at most for the timeout, and returns in any case.
     *
     * @param uri {@code redis://[[user]:password@]host[:port][/database]}, or {@code rediss://…} for TLS
     * @param timeout how long a command may take, 1 ms to 60 s
     * @return the link; the caller closes it
     * @throws IllegalArgumentException if the address has another form, or the timeout is out of range
     */
    static Redis connect(String uri, Duration timeout) {
        return RedisLink.open(uri, timeout);
    }

    /**
     * Whether commands are sent at this moment. A paused or cut-off server is noticed by timeouts first.
     *
     * @return false while the link is down, and commands are refused
     */
    boolean isConnected();

    /** Closes the connection and ends the client's threads. Commands in flight fail. May be called again. */
    @Override
    void close();
}
