package io.breakwater.cache;

/**
 * What has happened to a cache in this JVM since it was built. The first three add up to the reads.
 *
 * @param nearHits reads answered in this JVM
 * @param sharedHits reads answered by Redis, those that waited for one included
 * @param misses reads that were left to the loader, those that waited for it and those that failed included
 * @param loads how often a loader has returned, a null included
 * @param loadFailures how often a loader has thrown
 * @param sharedFailures commands that Redis did not acknowledge, and values that could not be encoded
 * @param undecodable values in Redis that could not be decoded; each was loaded again
 */
public record CacheStats(
        long nearHits,
        long sharedHits,
        long misses,
        long loads,
        long loadFailures,
        long sharedFailures,
        long undecodable) {}
