package io.breakwater.dbrouting;

import java.sql.Connection;

/**
 * A pooled connection and how it was chosen.
 *
 * @param forReading true when a read was asked for, whoever serves it
 * @param onReplica true when a replica serves it
 */
record Routed(Connection connection, String node, boolean forReading, boolean onReplica) {}
