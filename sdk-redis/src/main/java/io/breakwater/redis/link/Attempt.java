package io.breakwater.redis.link;

import static java.util.Objects.requireNonNull;

import io.breakwater.redis.RedisException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One of several commands of a caller, and what has become of it so far. */
final class Attempt<T> {

    private final byte[] key;
    private final Supplier<Call<T>> command;

    private @Nullable Owner owner;
    private @Nullable Asked<T> asked;
    private @Nullable Reply<@Nullable T> reply;
    private @Nullable ErrorReply error;
    private @Nullable RedisException failure;

    Attempt(byte[] key, Supplier<Call<T>> command) {
        this.key = key;
        this.command = command;
    }

    /** Finds whom to send it to. */
    void aim(Function<byte[], Owner> finder) {
        try {
            owner = finder.apply(key);
        } catch (RedisException nobody) {
            failure = nobody;
        }
    }

    /** After an error: finds whom to send it to instead. False if nobody. */
    boolean aimsElsewhere(Router router) {
        if (error == null) {
            return false;
        }
        try {
            owner = router.instead(owner(), error);
            error = null;
            return true;
        } catch (ErrorReply same) {
            return false;
        } catch (RedisException nobody) {
            error = null;
            failure = nobody;
            return false;
        }
    }

    Owner owner() {
        return requireNonNull(owner);
    }

    void send(Departure together) {
        asked = null;
        if (failure != null) {
            return;
        }
        try {
            asked = owner().send(command.get(), together);
        } catch (RedisException refused) {
            failure = refused;
        }
    }

    void await(long sentAt) {
        if (asked == null) {
            return;
        }
        try {
            reply = asked.await(sentAt);
        } catch (ErrorReply answer) {
            error = answer;
        } catch (RedisException lost) {
            failure = lost;
        }
    }

    boolean hasError(String code) {
        return error != null && error.is(code);
    }

    @SuppressWarnings("NullAway") // the reply's type allows null, which NullAway sees in its JSpecify mode only
    <R extends @Nullable Object> Outcome<R> outcome(Function<Reply<@Nullable T>, Reply<R>> change) {
        if (reply != null) {
            return new Outcome<>(change.apply(reply), null);
        }
        return new Outcome<>(null, error == null ? failure : error.toException());
    }
}
