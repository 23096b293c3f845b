package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * What the near tier holds of a key: a value, that there is none, or that the load failed. Times are of this JVM's elapsed time, in
 * nanoseconds.
 *
 * @param value null if there is none
 * @param failure why there is none, null if the source said so
 * @param number the version that Redis gave the value, 0 without Redis
 * @param freshUntil it may be served as it is; then it is time to think of a refresh
 * @param deadline it may be served, and refreshed
 * @param staleUntil it may be served when nothing else can be had
 * @param lane the key's
 */
record NearEntry<V>(
        @Nullable V value,
        @Nullable Failure failure,
        long number,
        long freshUntil,
        long deadline,
        long staleUntil,
        int lane) {

    boolean isAlive(long now) {
        return deadline - now > 0;
    }

    boolean isUsableStale(long now) {
        return failure == null && staleUntil - now > 0;
    }
}
