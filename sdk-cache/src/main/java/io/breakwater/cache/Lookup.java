package io.breakwater.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value, and where it was found.
 *
 * @param value the value, or null if there is none
 * @param source where it was found
 * @param stale whether it has ended already, and was served since the source failed, is slow, or is being asked by somebody else
 * @param <V> the values
 */
public record Lookup<V>(@Nullable V value, Source source, boolean stale) {

    /**
     * Checks.
     *
     * @param value the value, or null if there is none
     * @param source where it was found
     * @param stale whether it has ended already
     */
    public Lookup {
        Objects.requireNonNull(source, "source");
    }

    /**
     * A value that has not ended.
     *
     * @param value the value, or null if there is none
     * @param source where it was found
     */
    public Lookup(@Nullable V value, Source source) {
        this(value, source, false);
    }
}
