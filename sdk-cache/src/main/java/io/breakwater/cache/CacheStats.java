package io.breakwater.cache;

/**
 * What has happened to a cache in this JVM since it was built. The first three add up to the reads.
 *
 * @param nearHits reads answered in this JVM
 * @param sharedHits reads answered by Redis, those that waited for one included
 * @param misses reads that were left to the loader, those that waited for it and those that failed included
 * @param staleServed reads that got a value that had ended
 * @param joined reads that waited for another read of the same key in this JVM
 * @param loads how often a loader has returned, a null included
 * @param loadFailures how often a loader has thrown
 * @param loadNanos how long all loads have taken together, in nanoseconds
 * @param puts values that were put or written through, and acknowledged
 * @param refusedFills loaded values that were not kept, since their key had changed meanwhile
 * @param refreshes loads ahead of the end that were stored
 * @param invalidations keys invalidated by this JVM, and acknowledged
 * @param heard keys that other JVMs, or this one, were heard to have changed
 * @param flushes how often a sixteenth of the near tier was emptied, since it was cleared, or something may have been missed
 * @param repairs changes that Redis did not take at once, and that were made good
 * @param sharedFailures commands that Redis did not acknowledge, and values that could not be encoded
 * @param undecodable values in Redis that could not be decoded; each was loaded again
 * @param evictions values crowded out of the near tier
 * @param nearSize values in the near tier now, those included that have ended
 * @param pendingRepairs keys whose change Redis has not taken yet
 */
public record CacheStats(
        long nearHits,
        long sharedHits,
        long misses,
        long staleServed,
        long joined,
        long loads,
        long loadFailures,
        long loadNanos,
        long puts,
        long refusedFills,
        long refreshes,
        long invalidations,
        long heard,
        long flushes,
        long repairs,
        long sharedFailures,
        long undecodable,
        long evictions,
        long nearSize,
        long pendingRepairs) {}
