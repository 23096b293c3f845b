/**
 * A {@code DataSource} that sends reads to healthy PostgreSQL replicas and everything else to the primary.
 *
 * <p>The entry type is {@link io.breakwater.dbrouting.RoutingDataSource}. It may be shared by all threads; a connection
 * belongs to one thread at a time, and no lock is held around I/O, so virtual threads are welcome.
 *
 * <p>Each node is watched by one daemon thread. A node that is down, too far behind or of unknown state is left out:
 * reads go to the other replicas, then to the primary; writes fail at once with an exception that tells every node's
 * state.
 */
@NullMarked
package io.breakwater.dbrouting;

import org.jspecify.annotations.NullMarked;
