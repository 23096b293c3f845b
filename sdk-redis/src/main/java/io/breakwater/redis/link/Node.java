package io.breakwater.redis.link;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisHealth;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisURI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server that commands go to, or the master of a Sentinel group: a connection while there can be one, a new one when it is
 * lost, and the breaker.
 *
 * <p>The breaker: one missed reply and nothing more is sent, but a probe. When that is answered in time, on the same connection,
 * everything sent before has been executed or never will be, since Redis executes what comes by one connection in its order; and
 * commands are sent again. When it is not, the connection is given up for a new one, which is probed likewise before it is used.
 * No caller waits for a probe.
 */
final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String LOST = "the connection was lost";

    private final String name;
    private final RedisURI address;
    private final Dialer dialer;
    private final Probe probe;
    private final LinkContext context;
    private final Breaker breaker;
    private final Backoff backoff;
    private final LogPace pace;
    private final LogPace recoveries;
    private final CompletableFuture<Boolean> firstOutcome = new CompletableFuture<>();
    private final AtomicBoolean asked = new AtomicBoolean();

    /** The connection that commands are sent on; null while they are refused. */
    private volatile @Nullable Connection usable;

    private volatile String reason = "not tried yet";

    /** When the question was asked whose answer admitted the connection. */
    private volatile long clearedAt;

    /** The connection there is, also while it is suspected. Guarded by this, as all below. */
    private @Nullable Connection current;

    /** The last one that could be used: it may have commands under way. */
    private @Nullable Connection admitted;

    private long generation;
    private boolean closed;

    Node(String name, RedisURI address, Dialer dialer, Probe probe, LinkContext context) {
        this.name = name;
        this.address = address;
        this.dialer = dialer;
        this.probe = probe;
        this.context = context;
        this.breaker = new Breaker(context.clock());
        this.backoff = new Backoff(context.clock(), context.random());
        this.pace = new LogPace(context.clock());
        this.recoveries = new LogPace(context.clock());
    }

    /** Begins to connect, and goes on until it is closed. */
    Node start() {
        connect();
        return this;
    }

    String name() {
        return name;
    }

    RedisURI address() {
        return address;
    }

    /** Sends without waiting; the future fails when the command is refused, or not answered in time. */
    <T> CompletableFuture<@Nullable T> inquire(Call<T> call) {
        Connection connection = usable;
        if (connection == null) {
            return CompletableFuture.failedFuture(notConnected());
        }
        CompletableFuture<@Nullable T> reply = probe.inTime(connection, call);
        long sentAt = context.clock().nanos();
        var unused = reply.whenComplete((answer, failure) -> {
            if (failure instanceof TimeoutException) {
                missed(connection, sentAt);
            }
        });
        return reply;
    }

    /** Completes when the first connection can be used (true), or the first attempt has failed. */
    CompletableFuture<Boolean> firstOutcome() {
        return firstOutcome;
    }

    /** Waits for the outcome of the first attempt to connect, at most for the timeout. */
    void awaitFirstOutcome() {
        Waiting.briefly(firstOutcome, context.timeout());
    }

    boolean isUsable() {
        Connection connection = usable;
        return connection != null && connection.isOpen();
    }

    synchronized RedisHealth health() {
        if (isUsable()) {
            return new RedisHealth(name, RedisHealth.State.CONNECTED, "", generation);
        }
        RedisHealth.State state = current == null ? RedisHealth.State.DISCONNECTED : RedisHealth.State.SUSPECTED;
        return new RedisHealth(name, state, reason, generation);
    }

    /** Sends and waits, at most for the timeout. */
    <T> Reply<@Nullable T> ask(Call<T> call) throws ErrorReply {
        Connection connection = taking();
        context.counters().commands.increment();
        connection.send(call);
        return new Sent<>(this, connection, call, context).await(context.clock().nanos());
    }

    /** Sends it with others. */
    <T> Sent<T> send(Call<T> call, Departure together) {
        Connection connection = taking();
        if (!together.add(connection, call)) {
            throw refusal(connection);
        }
        context.counters().commands.increment();
        return new Sent<>(this, connection, call, context);
    }

    private Connection taking() {
        Connection connection = usable;
        if (connection == null || !connection.takesMore()) {
            throw refusal(connection);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
        return connection;
    }

    /** A caller that was interrupted has not learned whether a reply would have come in time. */
    void askWhetherItIsThere() {
        if (asked.compareAndSet(false, true)) {
            var unused = inquire(Commands.ping()).whenComplete((pong, failure) -> asked.set(false));
        }
    }

    RedisException interrupted(@Nullable InterruptedException cause) {
        return new RedisException(name + ": interrupted while waiting for the reply", cause);
    }

    private RedisUnavailableException refusal(@Nullable Connection connection) {
        context.counters().refusals.increment();
        if (connection != null && connection.isOpen()) {
            return new RedisUnavailableException(
                    name + " is overloaded: " + LinkClient.MOST_UNSENT_BYTES + " bytes wait to be sent", false);
        }
        return notConnected();
    }

    private RedisUnavailableException notConnected() {
        return new RedisUnavailableException(name + " is not connected: " + reason, false);
    }

    /** A command sent before the last probe says nothing of the time since: the probe's answer came behind its own. */
    void missed(Connection connection, long sentAt) {
        if (sentAt - clearedAt >= 0
                && withdraw(connection, "no answer within " + context.timeout().toMillis() + " ms")) {
            breaker.opened();
            ping(connection);
        }
    }

    /** A server that is loading its data stays connected until it is ready; one that has become a replica is left. */
    void suspect(Connection connection, ErrorReply error) {
        if (withdraw(connection, error.error())) {
            breaker.opened();
            if (error.saysReplica()) {
                connection.giveUp();
            } else {
                ping(connection);
            }
        }
    }

    /** True for the one who is first. */
    private synchronized boolean withdraw(Connection connection, String why) {
        if (usable != connection) {
            return false;
        }
        usable = null;
        reason = why;
        if (pace.allows()) {
            LOG.warn("{} is sent no commands for now: {}", name, why);
        }
        return true;
    }

    private void ping(Connection connection) {
        judge(connection, probe::ping, context.clock().nanos());
    }

    /** A server that is not ready for the question is asked the same again, later. */
    private void judge(Connection connection, Function<Connection, CompletableFuture<?>> question, long since) {
        long askedAt = context.clock().nanos();
        var unused = question.apply(connection).whenComplete((answered, failure) -> {
            if (failure == null) {
                admit(connection, askedAt);
            } else if (Probe.saysNotReady(failure) && isWorthWaiting(since)) {
                noteReason(failure);
                context.after(backoff.longMillis(), () -> judge(connection, question, since));
            } else {
                noteReason(failure);
                connection.giveUp();
            }
        });
    }

    /** The Sentinels may name another one meanwhile. Nobody waits for a reply any more by the time that they are asked. */
    private boolean isWorthWaiting(long since) {
        return !probe.mayBeElsewhere()
                || context.clock().nanos() - since < context.timeout().toNanos();
    }

    /** A probe was answered. The connection is used again, unless the breaker holds it back for a while. */
    private void admit(Connection connection, long askedAt) {
        if (isAdmitted(connection, askedAt)) {
            firstOutcome.complete(true);
            if (recoveries.allows()) {
                LOG.info("{} is connected (generation {})", name, connection.generation());
            }
        }
    }

    private synchronized boolean isAdmitted(Connection connection, long askedAt) {
        if (closed || current != connection || !connection.isOpen()) {
            return false;
        }
        long held = breaker.heldNanos();
        if (held > 0) {
            context.after(TimeUnit.NANOSECONDS.toMillis(held) + 1, () -> admit(connection, askedAt));
            return false;
        }
        clearedAt = askedAt;
        admitted = connection;
        reason = LOST;
        usable = connection;
        backoff.works();
        breaker.closed();
        return true;
    }

    private synchronized void connect() {
        if (closed) {
            return;
        }
        var unused = dialer.dial().whenComplete((connection, failure) -> {
            if (failure == null) {
                opened(connection);
            } else {
                noteReason(failure);
                connectLater();
            }
        });
    }

    private synchronized void opened(Connection connection) {
        if (closed) {
            connection.giveUp();
            return;
        }
        current = connection;
        generation = connection.generation();
        context.counters().connections.increment();
        connection.whenClosed(() -> lost(connection));
        judge(connection, probe::greet, context.clock().nanos());
    }

    private synchronized void lost(Connection connection) {
        withdraw(connection, LOST);
        mayHaveCommands(connection);
        connection.giveUp();
        if (current == connection) {
            current = null;
            backoff.ended();
            connectLater();
        }
    }

    private void mayHaveCommands(Connection connection) {
        if (connection == admitted) {
            admitted = null;
            context.abandoned().add(connection.identity());
        }
    }

    private synchronized void connectLater() {
        if (!closed) {
            context.after(backoff.nextMillis(), this::connect);
        }
    }

    private void noteReason(Throwable failure) {
        if (isNoted(Probe.rootMessage(failure))) {
            LOG.warn("{} cannot be reached; trying again until it can: {}", name, reason);
        }
        firstOutcome.complete(false);
    }

    /** Whether it is to be told. Lettuce at times reports that a connection was closed instead of the refusal before that. */
    private synchronized boolean isNoted(String words) {
        if (closed) {
            return false;
        }
        if (backoff.isFresh() || !Probe.saysNothing(words)) {
            reason = words;
        }
        return pace.allows();
    }

    /** Completes when the connection is closed. */
    CompletableFuture<?> close() {
        Connection last;
        synchronized (this) {
            closed = true;
            usable = null;
            reason = "the link was closed";
            last = current;
            current = null;
            if (last != null) {
                mayHaveCommands(last);
            }
        }
        firstOutcome.complete(false);
        if (last == null) {
            return CompletableFuture.completedFuture(null);
        }
        last.giveUp();
        return last.end();
    }

    @Override
    public String toString() {
        return name;
    }
}
