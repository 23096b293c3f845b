package io.breakwater.cache;

/** Where a value was found. */
public enum Source {
    /** In this JVM. */
    NEAR,
    /** In Redis. */
    SHARED,
    /** In neither: the loader was asked, by this caller or by the one that it waited for. */
    LOADER
}
