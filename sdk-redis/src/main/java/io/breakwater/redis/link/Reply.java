package io.breakwater.redis.link;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered, and on which connection. Generations are unique in a link and grow: a reply of a greater one came by a
 * connection that was made later, perhaps to another server, or to the same one with other data.
 *
 * @param value the reply, or null if Redis answered nil
 * @param generation the number of the connection on which the command was sent and answered
 * @param <T> the type of the value
 */
public record Reply<T extends @Nullable Object>(T value, long generation) {

    Reply<T> of(long other) {
        return new Reply<>(value, other);
    }

    <R extends @Nullable Object> Reply<R> map(Function<T, R> change) {
        return new Reply<>(change.apply(value), generation);
    }
}
