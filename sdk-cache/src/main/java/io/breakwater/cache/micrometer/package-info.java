/**
 * A cache's figures as Micrometer meters. The entry type is {@link io.breakwater.cache.micrometer.CacheMetrics}; it is the only
 * type that needs Micrometer, which this module does not bring along.
 *
 * <p>The meters read counters that the cache keeps anyway: nothing is pushed, and no thread is needed.
 */
@NullMarked
package io.breakwater.cache.micrometer;

import org.jspecify.annotations.NullMarked;
