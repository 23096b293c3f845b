package io.breakwater.redis.link;

import static java.util.Objects.requireNonNull;

import io.breakwater.redis.RedisException;
import org.jspecify.annotations.Nullable;

/**
 * What has become of one of several commands: a reply, or a failure.
 *
 * @param reply the reply, null if it failed
 * @param failure what a caller of this command alone would have been thrown, null if there is a reply
 * @param <T> the type of the reply's value
 */
public record Outcome<T extends @Nullable Object>(
        @Nullable Reply<T> reply, @Nullable RedisException failure) {

    /**
     * The reply.
     *
     * @return the reply
     * @throws RedisException the failure, if there is one
     */
    public Reply<T> orThrow() {
        if (failure != null) {
            throw failure;
        }
        return requireNonNull(reply);
    }
}
