package io.breakwater.cache;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of a load.
 *
 * @param value the value, null if there is none or the load failed
 * @param failure what was thrown
 * @param wishedTtl for how long the loader wants it to live
 * @param honoured whether all that bound the load was heeded
 */
record Loaded<V>(
        @Nullable V value,
        @Nullable Throwable failure,
        @Nullable Duration wishedTtl,
        boolean honoured) {}
