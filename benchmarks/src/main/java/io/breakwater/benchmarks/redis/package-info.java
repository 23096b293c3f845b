/** Reading from a real Redis over one connection: {@link io.breakwater.benchmarks.redis.RedisArea}. */
@NullMarked
package io.breakwater.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
