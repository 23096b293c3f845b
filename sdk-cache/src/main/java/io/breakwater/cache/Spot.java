package io.breakwater.cache;

import org.jspecify.annotations.Nullable;

/**
 * A key at the moment when a read of it began.
 *
 * @param key the key
 * @param shared as Redis knows it, null without Redis
 * @param stripe of the guard
 * @param seen what the guard showed: what is found counts only while it still does
 */
record Spot<K>(K key, @Nullable SharedKey shared, int stripe, long seen) {}
