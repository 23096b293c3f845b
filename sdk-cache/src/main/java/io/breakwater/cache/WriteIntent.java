package io.breakwater.cache;

import java.time.Duration;

/**
 * Somebody is writing a key in the source. While it stands nobody caches what is read of the key: between the source and the cache
 * there is no moment in which both are old.
 *
 * @param writer unique for each write
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record WriteIntent(byte[] writer) {

    /** How long it stands if its writer dies. A write that takes longer is not cached. */
    static final Duration LIFE = Duration.ofSeconds(12);
}
