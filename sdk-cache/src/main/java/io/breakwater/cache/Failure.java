package io.breakwater.cache;

/**
 * A load that failed.
 *
 * @param cause what the loader threw, as its callers get it
 * @param count how many loads have failed one after the other
 */
record Failure(Throwable cause, int count) {}
