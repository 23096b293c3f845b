/** The database as the features see it: reads that may go to a replica, writes on the primary. */
@NullMarked
package io.breakwater.app.db;

import org.jspecify.annotations.NullMarked;
