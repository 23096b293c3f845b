/**
 * A link's figures as Micrometer meters. The entry type is {@link io.breakwater.redis.micrometer.RedisMetrics}; it is the only type
 * that needs Micrometer, which this module does not bring along.
 *
 * <p>The meters read counters that the link keeps anyway: nothing is pushed, and no thread is needed.
 */
@NullMarked
package io.breakwater.redis.micrometer;

import org.jspecify.annotations.NullMarked;
