package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * What became of the bytes of a value.
 *
 * @param value the value, or null for none
 * @param problem why they could not be understood, null if they were
 * @param isNewer whether a later version of the codec has written them
 */
record Opened<V>(@Nullable V value, @Nullable Throwable problem, boolean isNewer) {

    boolean isReadable() {
        return problem == null;
    }
}
