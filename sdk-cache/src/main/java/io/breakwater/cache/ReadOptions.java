package io.breakwater.cache;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one read differs from the others of its cache. Immutable: each method returns a variant.
 *
 * @param skipsNear whether the near tier is left out when looking for the value
 * @param takesStale whether a stale value will do, if the cache keeps any
 * @param timeout how long this caller waits for a load, null for as long as the cache says
 * @param ttl how long a value lives that this caller's load finds, null for as long as the cache or the loader says
 */
public record ReadOptions(
        boolean skipsNear,
        boolean takesStale,
        @Nullable Duration timeout,
        @Nullable Duration ttl) {

    private static final ReadOptions DEFAULTS = new ReadOptions(false, true, null, null);

    /**
     * Checks.
     *
     * @param skipsNear whether the near tier is left out
     * @param takesStale whether a stale value will do
     * @param timeout how long this caller waits for a load
     * @param ttl how long a loaded value lives
     */
    public ReadOptions {
        if (timeout != null) {
            Lifetimes.require("timeout", timeout);
        }
        if (ttl != null) {
            Lifetimes.require("ttl", ttl);
        }
    }

    /**
     * As the cache says.
     *
     * @return the options of a read without options
     */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Looks past the near tier: what another JVM has changed and acknowledged before this read is never missed, as far as Redis knows
     * it.
     *
     * @return a variant
     */
    public ReadOptions skipNear() {
        return new ReadOptions(true, takesStale, timeout, ttl);
    }

    /**
     * Rather fails than takes a stale value.
     *
     * @return a variant
     */
    public ReadOptions freshOnly() {
        return new ReadOptions(skipsNear, false, timeout, ttl);
    }

    /**
     * Waits for a load no longer than this; the load goes on.
     *
     * @param atMost 1 ms to 365 days
     * @return a variant
     * @throws IllegalArgumentException if it is out of range
     */
    public ReadOptions timeout(Duration atMost) {
        return new ReadOptions(skipsNear, takesStale, Objects.requireNonNull(atMost, "timeout"), ttl);
    }

    /**
     * Lets a value that this caller's load finds live for another time.
     *
     * @param life 1 ms to 365 days
     * @return a variant
     * @throws IllegalArgumentException if it is out of range
     */
    public ReadOptions ttl(Duration life) {
        return new ReadOptions(skipsNear, takesStale, timeout, Objects.requireNonNull(life, "ttl"));
    }
}
