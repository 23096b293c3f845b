/** Taking and giving back database connections: {@link io.breakwater.benchmarks.dbrouting.DbRoutingArea}. */
@NullMarked
package io.breakwater.benchmarks.dbrouting;

import org.jspecify.annotations.NullMarked;
