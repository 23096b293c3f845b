package io.breakwater.devservices;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A TCP proxy before one server, in this JVM, whose network can be broken: slow, cut, silent, one-way. Clients connect to
 * {@link #port()} on 127.0.0.1; each of their connections gets one of its own to the server.
 *
 * <p>A lever acts on the connections that are open and on those to come, unless it says otherwise. When its method returns, it
 * is in force. Levers add up; the same lever again replaces its earlier setting; {@link #heal()} undoes them all. Without faults
 * everything passes as it is: bytes, the end of one direction (half-close), resets. A slow receiver slows its sender: per
 * connection and direction the proxy takes up at most about 256 KiB, or 4 MiB while there is a {@linkplain #delay delay}. When
 * the server cannot be reached, the client's connection is accepted and then reset.
 *
 * <p>All methods may be called by several threads. The proxy runs one daemon thread, {@code breakwater-proxy-<port>}, which
 * {@link #close()} ends. Levers after {@code close()} throw {@link IllegalStateException}.
 */
public final class FaultProxy implements AutoCloseable {

    private final int port = FreePorts.next();
    private final ProxyLoop loop = new ProxyLoop("breakwater-proxy-" + port);
    private final ProxyPath path;

    private FaultProxy(InetSocketAddress server) {
        path = new ProxyPath(loop, port, server);
    }

    /**
     * Stands before a server on 127.0.0.1.
     *
     * @param port the server's port, 1 to 65535; nothing needs to listen there yet
     * @return a proxy that listens; to be closed by the caller
     * @throws IllegalArgumentException if the port is out of range
     * @throws DevServicesException if the proxy cannot listen
     */
    public static FaultProxy before(int port) {
        return before("127.0.0.1", port);
    }

    /**
     * Stands before a server. Its name is resolved now and not again.
     *
     * @param host the server's name or address
     * @param port the server's port, 1 to 65535; nothing needs to listen there yet
     * @return a proxy that listens; to be closed by the caller
     * @throws IllegalArgumentException if the host cannot be resolved, or the port is out of range
     * @throws DevServicesException if the proxy cannot listen
     */
    public static FaultProxy before(String host, int port) {
        Require.that(port >= 1 && port <= 65_535, "port", port, "1 to 65535");
        InetSocketAddress server = new InetSocketAddress(host, port);
        Require.that(!server.isUnresolved(), "host", host, "a name or address that can be resolved");
        FaultProxy proxy = new FaultProxy(server);
        try {
            proxy.loop.run(proxy.path::open);
        } catch (DevServicesException e) {
            proxy.close();
            throw e;
        }
        return proxy;
    }

    /**
     * Where clients connect, on 127.0.0.1. It stays the same for the life of the proxy.
     *
     * @return a port between 15000 and 22000
     */
    public int port() {
        return port;
    }

    /**
     * Lets every byte pass this much later, in each direction, in order: a round trip takes twice as long. Any number of bytes
     * may be on the way up to 4 MiB, so throughput stays, except for what such a window allows. Connecting is not delayed.
     * What is on the way already keeps its time; no delay ({@link Duration#ZERO}) lets it pass at once.
     *
     * @param latency what each byte waits, zero to one day; timers are exact to about 1 ms and never early
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public void delay(Duration latency) {
        Require.that(isUpToADay(latency), "latency", latency, "zero to one day");
        pull(() -> path.eachLane(lane -> lane.delay(latency)));
    }

    /**
     * Adds to the {@linkplain #delay delay} a random wait for each piece that is read, evenly spread from zero to the bound.
     * Order is kept: a piece never overtakes another.
     *
     * @param bound the longest extra wait, zero to one day
     * @throws IllegalArgumentException if it is negative or longer than a day
     */
    public void jitter(Duration bound) {
        jitter(bound, ThreadLocalRandom.current().nextLong());
    }

    /**
     * The same {@linkplain #jitter(Duration) jitter}, with the same sequence of waits per direction for the same seed.
     *
     * @param bound the longest extra wait, zero to one day
     * @param seed where the random sequence starts
     * @throws IllegalArgumentException if the bound is negative or longer than a day
     */
    public void jitter(Duration bound, long seed) {
        Require.that(isUpToADay(bound), "bound", bound, "zero to one day");
        pull(() -> path.eachLane(lane -> lane.jitter(bound, seed)));
    }

    /**
     * Limits each direction, all its connections together, to so many bytes a second.
     *
     * @param bytesPerSecond the limit, at least 1
     * @throws IllegalArgumentException if it is less than 1
     */
    public void bandwidth(long bytesPerSecond) {
        Require.that(bytesPerSecond >= 1, "bytesPerSecond", bytesPerSecond, "at least 1");
        pull(() -> path.eachLane(lane -> lane.bandwidth(bytesPerSecond)));
    }

    /**
     * Ends the open connections in order (FIN), towards both sides; bytes on the way are lost. New connections are served: to
     * turn them away too, {@link #refuse()} first.
     */
    public void cut() {
        pull(() -> path.eachConnection(ProxyConnection::cut));
    }

    /** Ends the open connections with a reset (RST), towards both sides; bytes on the way are lost. New ones are served. */
    public void reset() {
        pull(() -> path.eachConnection(ProxyConnection::reset));
    }

    /**
     * Lets new connections be refused at once, as by a host on which nothing listens. Open connections live on. The port is kept
     * for this proxy, and {@link #heal()} listens on it again.
     */
    public void refuse() {
        pull(path::refuse);
    }

    /**
     * Passes nothing, in both directions, as a network that drops each packet: nobody is told, senders block once their buffers
     * are full, new connections are accepted by the kernel and never served. As TCP would send it all again, {@link #heal()}
     * delivers what was held, and the ends of connections that were closed meanwhile. One thing differs from such a
     * network: connecting succeeds instead of timing out.
     */
    public void blackHole() {
        pull(path::freeze);
    }

    /**
     * Throws away the bytes of one direction, and the ends of its connections; the other direction passes. The sender never
     * blocks and is not told. What is lost stays lost: since TCP has no holes, {@link #heal()} resets the connections that lost
     * something. (To keep the bytes instead, {@link #hold} them.)
     *
     * @param direction the direction that does not pass
     */
    public void drop(Direction direction) {
        pull(() -> path.lane(direction).drop());
    }

    /**
     * Lets the server side of the open connections be gone (the server sees a reset) while their clients are not told: their
     * connections stay open, what they send is swallowed, nothing is answered. {@link #heal()} resets them, as a
     * host does that is back and does not know the connection. New connections are served.
     */
    public void loseServer() {
        pull(() -> path.eachConnection(connection -> connection.lose(Direction.REPLIES)));
    }

    /**
     * Lets the client side of the open connections be gone (the client sees a reset) while the server is not told: it keeps the
     * connections, and what it sends is swallowed. {@link #heal()} resets them. New connections are served.
     */
    public void loseClient() {
        pull(() -> path.eachConnection(connection -> connection.lose(Direction.REQUESTS)));
    }

    /**
     * Holds the bytes of one direction from now on. With {@link Direction#REPLIES} the server has got and done the command, and
     * its answer waits at the pause.
     *
     * <p>A direction has one pause: a new one takes the place of the earlier, without letting anything slip by in between.
     *
     * @param direction what to hold, on all connections
     * @return the pause: wait until it is reached, do something, resume
     */
    public Pause hold(Direction direction) {
        return holdAfter(direction, 0);
    }

    /**
     * Lets exactly so many bytes of one direction pass, over all connections, and {@linkplain #hold holds} those after them.
     *
     * @param direction what to hold
     * @param bytes how many pass, zero or more
     * @return the pause
     * @throws IllegalArgumentException if the number is negative
     */
    public Pause holdAfter(Direction direction, long bytes) {
        Require.that(bytes >= 0, "bytes", bytes, "zero or more");
        return pauseAt(direction, Gate.afterBytes(bytes));
    }

    /**
     * Lets so many turns of one direction pass, over all connections, and {@linkplain #hold holds} those after them. A turn is
     * what one side of a connection sends until the other side's bytes pass; where clients send one command and wait for its
     * reply, a turn of {@link Direction#REQUESTS} is a command. A turn that has begun passes to its end and is not counted; the end of
     * a connection is no turn, and waits only behind bytes that are held.
     *
     * @param direction what to hold
     * @param turns how many pass, zero or more
     * @return the pause
     * @throws IllegalArgumentException if the number is negative
     */
    public Pause holdAfterTurns(Direction direction, int turns) {
        Require.that(turns >= 0, "turns", turns, "zero or more");
        return pauseAt(direction, Gate.afterTurns(turns));
    }

    /**
     * Undoes all levers: listens again, lets pass what was held or delayed, and resets the connections that
     * {@linkplain #drop lost bytes} or are {@linkplain #loseServer half} {@linkplain #loseClient open}.
     *
     * @throws DevServicesException if the proxy had refused connections, and cannot listen on its port again
     */
    public void heal() {
        pull(path::heal);
    }

    /**
     * How many connections are open at this moment, on either side or both.
     *
     * @return the number; 0 after {@link #close()}
     */
    public int openConnections() {
        loop.settle();
        return path.openConnections();
    }

    /**
     * How many bytes have passed. Bytes that an end has received are counted already when this is called; bytes held, delayed or
     * thrown away are not.
     *
     * @param direction which bytes
     * @return the number since the start of the proxy, over all its connections
     */
    public long bytes(Direction direction) {
        loop.settle();
        return path.lane(direction).passed();
    }

    /** {@linkplain #cut Cuts} all connections, frees the port, and ends the thread. Does nothing when closed already. */
    @Override
    public void close() {
        loop.end(path::close);
    }

    private static boolean isUpToADay(Duration duration) {
        return !duration.isNegative() && duration.compareTo(Duration.ofDays(1)) <= 0;
    }

    private Pause pauseAt(Direction direction, Gate gate) {
        Lane lane = path.lane(direction);
        pull(() -> lane.hold(gate));
        return new Pause(
                direction + " through " + this,
                gate.reached(),
                () -> loop.tryRun(() -> {
                    lane.resume(gate);
                    path.advance();
                }));
    }

    private void pull(Runnable lever) {
        loop.run(() -> {
            lever.run();
            path.advance();
        });
    }

    @Override
    public String toString() {
        return "FaultProxy on 127.0.0.1:" + port + " before " + path;
    }
}
