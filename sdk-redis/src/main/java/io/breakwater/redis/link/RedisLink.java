package io.breakwater.redis.link;

import io.breakwater.redis.Redis;
import io.breakwater.redis.RedisException;
import io.breakwater.redis.RedisTimeoutException;
import io.breakwater.redis.RedisUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The commands that the Breakwater libraries send. Each blocks its caller for one round trip, at most for the link's timeout,
 * and fails with a {@link RedisException}.
 */
public final class RedisLink implements Redis {

    private static final Duration SHORTEST_HANDSHAKE = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final Duration timeout;
    private final Wire wire;

    private RedisLink(String name, Duration timeout, Wire wire) {
        this.name = name;
        this.timeout = timeout;
        this.wire = wire;
    }

    /**
     * Opens a link; see {@link Redis#connect(String, Duration)}.
     *
     * @param uri the server's address
     * @param timeout how long a command may take
     * @return the link
     */
    public static RedisLink open(String uri, Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("Invalid timeout (" + timeout + "): must be 1 ms to 60 s");
        }
        RedisURI address = Address.parse(uri);
        // Lettuce takes this one for the handshake, a minute unless told otherwise.
        address.setTimeout(timeout.compareTo(SHORTEST_HANDSHAKE) < 0 ? SHORTEST_HANDSHAKE : timeout);
        return new RedisLink(Address.name(address), timeout, Wire.open(address, timeout));
    }

    /**
     * The link behind a user's {@link Redis}.
     *
     * @param redis what the user handed over
     * @return the same, with the commands
     */
    public static RedisLink of(Redis redis) {
        return (RedisLink) redis;
    }

    /**
     * GET.
     *
     * @param key the key
     * @return the value, or null if there is none
     * @throws RedisException if it fails
     */
    public byte @Nullable [] get(byte[] key) {
        return call(commands -> commands.get(key));
    }

    /**
     * SET with an expiry.
     *
     * @param key the key
     * @param value the value
     * @param ttl how long the value lives, to the millisecond, at least 1 ms
     * @throws RedisException if it fails
     */
    public void set(byte[] key, byte[] value, Duration ttl) {
        call(commands -> commands.set(key, value, SetArgs.Builder.px(ttl)));
    }

    /**
     * SET with an expiry, unless there is a value already.
     *
     * @param key the key
     * @param value the value
     * @param ttl how long the value lives, to the millisecond, at least 1 ms
     * @return whether it was set
     * @throws RedisException if it fails
     */
    public boolean setIfAbsent(byte[] key, byte[] value, Duration ttl) {
        return call(commands -> commands.set(key, value, SetArgs.Builder.px(ttl).nx())) != null;
    }

    /**
     * DEL.
     *
     * @param key the key
     * @return whether there was a value
     * @throws RedisException if it fails
     */
    public boolean delete(byte[] key) {
        Long deleted = call(commands -> commands.del(key));
        return deleted != null && deleted == 1;
    }

    /**
     * Runs a script by EVALSHA, and once more by EVAL when Redis does not know it yet.
     *
     * @param script the script; it replies with an array, whose integers come as {@link Long} and strings as {@code byte[]}
     * @param keys its keys, of one hash slot
     * @param arguments its arguments
     * @return the reply
     * @throws RedisException if it fails
     */
    public List<@Nullable Object> run(Script script, List<byte[]> keys, List<byte[]> arguments) {
        byte[][] keyArray = keys.toArray(new byte[0][]);
        byte[][] argumentArray = arguments.toArray(new byte[0][]);
        try {
            return reply(call(commands -> commands.<List<@Nullable Object>>evalsha(
                    script.sha(), ScriptOutputType.MULTI, keyArray, argumentArray)));
        } catch (UnknownScript e) {
            return reply(call(commands -> commands.<List<@Nullable Object>>eval(
                    script.source(), ScriptOutputType.MULTI, keyArray, argumentArray)));
        }
    }

    @Override
    public boolean isConnected() {
        return wire.isConnected();
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<@Nullable Object> reply(@Nullable List<@Nullable Object> reply) {
        return reply == null ? List.of() : reply;
    }

    private <T> @Nullable T call(Function<RedisAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        RedisAsyncCommands<byte[], byte[]> commands = wire.commands();
        if (commands == null) {
            throw new RedisUnavailableException(name + wire.reason(), false);
        }
        return await(command.apply(commands));
    }

    private <T> @Nullable T await(RedisFuture<T> future) {
        try {
            T reply = future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            wire.answered();
            return reply;
        } catch (TimeoutException e) {
            future.cancel(true);
            wire.missed();
            throw new RedisTimeoutException(name, timeout);
        } catch (InterruptedException e) {
            future.cancel(true);
            Thread.currentThread().interrupt();
            throw new RedisException(name + ": interrupted while waiting for the reply", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private RuntimeException failure(Throwable cause) {
        if (cause instanceof RedisNoScriptException) {
            return new UnknownScript();
        }
        if (cause instanceof RedisCommandExecutionException) {
            return new RedisException(name + " answered: " + cause.getMessage(), cause);
        }
        String reason = String.valueOf(cause.getMessage());
        return new RedisUnavailableException(name + " is not connected: " + reason, !Wire.refused(reason));
    }

    /** EVALSHA of a script that this server has not seen, or has forgotten. */
    private static final class UnknownScript extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownScript() {
            super(null, null, false, false);
        }
    }
}
