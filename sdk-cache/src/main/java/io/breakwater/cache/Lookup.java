package io.breakwater.cache;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value, and where it was found.
 *
 * @param value the value, or null if the loader found none
 * @param source where it was found
 * @param <V> the values
 */
public record Lookup<V>(@Nullable V value, Source source) {

    /**
     * Checks.
     *
     * @param value the value, or null if the loader found none
     * @param source where it was found
     */
    public Lookup {
        Objects.requireNonNull(source, "source");
    }
}
