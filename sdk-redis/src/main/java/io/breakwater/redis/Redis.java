package io.breakwater.redis;

import io.breakwater.redis.link.RedisLink;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;

/**
 * A link to a Redis server, a Sentinel group or a Cluster, shared by all threads and by as many Breakwater modules as hold the
 * same kind of data: disposable data and durable data belong on two servers.
 *
 * <p>Connecting never fails for a server that is down: the link keeps trying, and until it succeeds the modules act as they
 * were told to for an outage. A command is sent at most once. A server that misses a reply is asked nothing more until it has
 * answered a probe, so that an outage costs a caller at most one timeout.
 */
public sealed interface Redis extends AutoCloseable permits RedisLink {

    /** How long a command may take unless something else is said: 500 ms. */
    Duration DEFAULT_TIMEOUT = Duration.ofMillis(500);

    /**
     * Links with the {@linkplain #DEFAULT_TIMEOUT default timeout}.
     *
     * @param uri as in {@link #connect(String, Duration)}
     * @return the link; the caller closes it
     * @throws IllegalArgumentException if the address has another form
     */
    static Redis connect(String uri) {
        return connect(uri, DEFAULT_TIMEOUT);
    }

    /**
     * Links to what the address names. Waits until it answers or the first attempt has failed, at most for the timeout, and
     * returns in any case.
     *
     * <ul>
     *   <li>a server: {@code redis://[[user]:password@]host[:port][/database]}
     *   <li>the master of a Sentinel group: {@code redis-sentinel://[[user]:password@]host[:port][,…][/database]?sentinelMasterId=name};
     *       user and password are those of the servers, the Sentinels are asked without
     *   <li>a Cluster: {@code redis-cluster://[[user]:password@]host[:port][,…]}, any of its nodes
     * </ul>
     *
     * <p>{@code rediss}, {@code rediss-sentinel} and {@code rediss-cluster} are the same by TLS, with the JVM's trust store.
     *
     * @param uri the address
     * @param timeout how long a command may take, 1 ms to 60 s
     * @return the link; the caller closes it
     * @throws IllegalArgumentException if the address has another form, or the timeout is out of range
     */
    static Redis connect(String uri, Duration timeout) {
        return RedisLink.open(uri, timeout);
    }

    /**
     * Links by a lettuce client of the caller's: with its threads, and with its options except those on which this link's
     * promises rest (reconnecting, queueing, replaying, lettuce's own timeouts). The client itself is not changed, and stays open
     * when the link is closed.
     *
     * @param client a client with the wished resources and options, for example for TLS
     * @param address a server, or Sentinels with the name of their master
     * @param timeout how long a command may take, 1 ms to 60 s
     * @return the link; the caller closes it before the client
     * @throws IllegalArgumentException if the timeout is out of range
     */
    static Redis over(RedisClient client, RedisURI address, Duration timeout) {
        return RedisLink.over(client, address, timeout);
    }

    /**
     * Links to a Cluster by a lettuce client of the caller's; see {@link #over(RedisClient, RedisURI, Duration)}.
     *
     * @param client a client with the wished resources and options
     * @param address any node of the Cluster
     * @param timeout how long a command may take, 1 ms to 60 s
     * @return the link; the caller closes it before the client
     * @throws IllegalArgumentException if the timeout is out of range
     */
    static Redis over(RedisClusterClient client, RedisURI address, Duration timeout) {
        return RedisLink.over(client, address, timeout);
    }

    /**
     * Whether commands are sent at this moment: to the server, or to every master of a Cluster. Costs no command.
     *
     * @return false while any of them is refused
     */
    boolean isConnected();

    /**
     * How it stands with each server that commands go to. Costs no command.
     *
     * @return one entry for a server or a Sentinel group, one for each master of a Cluster; none while a Cluster has not been
     *     found yet
     */
    List<RedisHealth> health();

    /**
     * Asks each server what it is. One round trip each; blocks the caller.
     *
     * @return one entry for a server or a Sentinel group, one for each master of a Cluster
     * @throws RedisException if one of them does not answer, if the user may not call {@code INFO}, or while a Cluster has not been
     *     found yet
     */
    List<RedisServerFacts> facts();

    /**
     * What this link has done so far.
     *
     * @return the counts since it was opened
     */
    RedisStats stats();

    /**
     * Closes the connections and ends the threads that are the link's own. Commands in flight fail. May be called again. In a callback
     * of the link it takes some seconds, since the thread that it is called on is one of those to end.
     */
    @Override
    void close();
}
