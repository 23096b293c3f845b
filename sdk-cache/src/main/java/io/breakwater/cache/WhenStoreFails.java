package io.breakwater.cache;

/** What a change does when Redis does not acknowledge it. In either case what could not be told to Redis is made good as soon as it answers. */
public enum WhenStoreFails {
    /**
     * It throws a {@link CacheStoreException}. A write-through of which Redis could not be told beforehand leaves the source untouched.
     */
    FAIL,
    /**
     * It returns: this JVM serves nothing old, and other JVMs may until Redis answers. A write-through writes the source.
     */
    REPAIR_LATER
}
