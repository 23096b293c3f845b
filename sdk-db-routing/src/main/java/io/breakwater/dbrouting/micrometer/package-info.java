/**
 * Meters of a {@link io.breakwater.dbrouting.RoutingDataSource} for Micrometer, the only place that needs Micrometer.
 *
 * <p>The entry type is {@link io.breakwater.dbrouting.micrometer.DbRoutingMetrics}. Meters are read when the registry
 * asks, on the registry's threads; they cost nothing where connections are taken, and read no database.
 */
@NullMarked
package io.breakwater.dbrouting.micrometer;

import org.jspecify.annotations.NullMarked;
