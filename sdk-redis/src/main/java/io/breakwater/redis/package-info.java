/**
 * The link to Redis that {@code sdk-cache}, {@code sdk-ratelimit} and {@code sdk-session} share.
 *
 * <p>The entry type is {@link io.breakwater.redis.Redis}: one connection, used by all threads at once. A command is sent at
 * most once: while Redis cannot be reached commands are refused, never queued, and none is sent again after a reconnect. The
 * link comes back by itself, also when Redis was down at the start.
 *
 * <p>The threads are those of the lettuce client: its event loops and its timer, ended by {@code close()}.
 */
@NullMarked
package io.breakwater.redis;

import org.jspecify.annotations.NullMarked;
