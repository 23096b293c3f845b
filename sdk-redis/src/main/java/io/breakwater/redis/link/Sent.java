package io.breakwater.redis.link;

import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A command under way to a node.
 *
 * @param node to whom
 * @param connection on which of its connections
 * @param call the command
 * @param context the link's
 */
record Sent<T>(Node node, Connection connection, Call<T> call, LinkContext context) {

    /**
     * Waits until the timeout has passed since then, by the clock. Without a reply it is cancelled: what was not sent yet never is.
     */
    @SuppressWarnings("NullAway") // the reply's type allows null, which NullAway sees in its JSpecify mode only
    Reply<@Nullable T> await(long sentAt) throws ErrorReply {
        return new Reply<>(value(sentAt), connection.generation());
    }

    private @Nullable T value(long sentAt) throws ErrorReply {
        Duration timeout = context.timeout();
        try {
            long left = sentAt + timeout.toNanos() - context.clock().nanos();
            return call.reply().get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel();
            node.missed(connection, sentAt);
            context.counters().timeouts.increment();
            throw new RedisTimeoutException(node.name(), timeout);
        } catch (InterruptedException e) {
            call.cancel();
            Thread.currentThread().interrupt();
            node.askWhetherItIsThere();
            throw node.interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private ErrorReply failure(Throwable cause) throws RedisException {
        if (cause instanceof ErrorReply error) {
            if (error.saysNotReady() || error.saysReplica()) {
                node.suspect(connection, error);
                throw new RedisUnavailableException(node.name() + " is not ready: " + error.error(), false);
            }
            return error.by(node.name(), connection.generation());
        }
        throw new RedisUnavailableException(node.name() + " is not connected: " + Probe.rootMessage(cause), true);
    }
}
