package io.breakwater.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A {@code DataSource} over one PostgreSQL primary and its streaming replicas: a connection that is read-only at its
 * first statement is served by a healthy replica, any other by the primary.
 *
 * <p>Connections are lazy. Taking, setting up and closing one without a statement takes nothing from any pool. The
 * first statement binds the connection to a node; from then on it stays there, so a transaction runs on one server. The
 * one exception is {@code setReadOnly(false)} on a connection bound to a replica: between transactions the replica's
 * connection goes back, with its statements and whatever SQL has set in its session, and the next statement binds anew;
 * inside a transaction it is refused with SQLState 25001, as by the driver. {@code getMetaData()}, {@code isValid()},
 * {@code isWrapperFor()}, and {@code getCatalog()} and {@code getSchema()} where they were not set, take a connection
 * without deciding the route: if the first statement goes elsewhere, that connection stays taken beside until
 * {@code close()}.
 *
 * <p>Reads go in turn to the replicas whose lag is known and at most {@link Builder#maxLag}; when there are none, to
 * the primary. While no primary is known, the replicas that have replayed the most serve reads, as fresh as their last
 * contact. Roles are discovered: each node is probed by a daemon thread of its own, named
 * {@code breakwater-<name>-probe-<node>}, over a connection of its own beside the pool, until {@link #close()}.
 *
 * <p>An instance may be shared by all threads; the connections may not.
 */
public final class RoutingDataSource implements DataSource, AutoCloseable {

    private static final Duration FIRST_PROBES = Duration.ofSeconds(2);

    private final String name;
    private final Router router;
    private final ConnectionDefaults defaults;

    private RoutingDataSource(String name, Router router, ConnectionDefaults defaults) {
        this.name = name;
        this.router = router;
        this.defaults = defaults;
    }

    /**
     * Begins a data source.
     *
     * @param name its name in threads, pools, meters and messages: letters, digits, {@code .}, {@code _} and {@code -}
     * @return a builder
     * @throws IllegalArgumentException if the name has other characters or none
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * The name given to the builder.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What is known of each node now. It asks no server.
     *
     * @return one status for each node, in the order they were given to the builder
     */
    public List<NodeStatus> nodes() {
        return router.statuses();
    }

    /**
     * Gives a connection that is not bound to a node yet; it never blocks. The statement that binds it waits at most
     * the pool's {@code connectionTimeout} for each node it tries, and throws
     * {@link java.sql.SQLTransientConnectionException} with SQLState 08001 and every node's state when no node may
     * serve it, or the pool's own exception when all of the pool's connections are in use.
     *
     * @return a new connection, to be closed by the caller
     */
    @Override
    public Connection getConnection() {
        return new LazyConnection(router, new ConnectionSettings(defaults));
    }

    /**
     * Not supported: each node has its own credentials.
     *
     * @param username ignored
     * @param password ignored
     * @return never
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Connection getConnection(String username, String password) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Credentials are set on each node's HikariConfig");
    }

    /**
     * Ends the probes and their threads, then closes the pools in the order of the nodes, which aborts connections in
     * use. Later statements on new connections fail with SQLState 08003. Closing again does nothing.
     */
    @Override
    public void close() {
        router.close();
    }

    /**
     * This data source as another of its types. Pools are not given out: they belong to the router.
     *
     * @param type a type of this object
     * @return this object
     * @throws SQLException if it is not of that type
     */
    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            throw new SQLException("RoutingDataSource is not a wrapper for " + type.getName());
        }
        return type.cast(this);
    }

    /**
     * Whether {@link #unwrap} works for the type.
     *
     * @param type the type
     * @return true if this object is of that type
     */
    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    /**
     * The log writer of the JDBC interface, which is not used: logs go to SLF4J.
     *
     * @return null
     */
    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    /**
     * Not supported: logs go to SLF4J.
     *
     * @param out ignored
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public void setLogWriter(PrintWriter out) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
    }

    /**
     * The login timeout of the JDBC interface, which is not used: the pools' {@code connectionTimeout} counts.
     *
     * @return 0
     */
    @Override
    public int getLoginTimeout() {
        return 0;
    }

    /**
     * Not supported: the pools' {@code connectionTimeout} counts.
     *
     * @param seconds ignored
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public void setLoginTimeout(int seconds) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Set connectionTimeout on each node's HikariConfig");
    }

    /**
     * Not supported: logs go to SLF4J.
     *
     * @return never
     * @throws SQLFeatureNotSupportedException always
     */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Logs go to SLF4J");
    }

    @Override
    public String toString() {
        return "RoutingDataSource(" + name + ")";
    }

    /** Collects the nodes and settings of a {@link RoutingDataSource}. Not for several threads. */
    public static final class Builder {

        private static final String NAME = "[A-Za-z0-9_.-]+";
        private static final int MAX_LAG_IN_INTERVALS = 1_000;

        private final String name;
        private final Map<String, HikariConfig> nodes = new LinkedHashMap<>();
        private Duration maxLag = Duration.ofSeconds(1);
        private Duration probeInterval = Duration.ofMillis(500);

        private Builder(String name) {
            Require.that(name.matches(NAME), "name", name, NAME);
            this.name = name;
        }

        /**
         * Adds a server, primary or replica: its role is discovered. The configuration is copied, and the copy gets a
         * pool name of {@code breakwater-<name>-<node>} and starts without a connection. It must reach one PostgreSQL
         * server: no list of hosts, and no pooler in between that may switch servers.
         *
         * @param node the node's name in threads, pools, meters and messages, in the form of the data source's name
         * @param config its pool, with a {@code jdbcUrl} or a {@code dataSource}
         * @return this builder
         * @throws IllegalArgumentException if the name is malformed or taken, or the configuration has neither
         *     {@code jdbcUrl} nor {@code dataSource}, or is read-only
         */
        public Builder node(String node, HikariConfig config) {
            Require.that(node.matches(NAME), "node", node, NAME);
            Require.that(!nodes.containsKey(node), "node", node, "unique");
            boolean reachable = config.getJdbcUrl() != null || config.getDataSource() != null;
            Require.that(reachable, "config of node " + node, "no address", "one with a jdbcUrl or a dataSource");
            Require.that(
                    !config.isReadOnly(),
                    "readOnly of node " + node,
                    true,
                    "false, since each connection says it itself");
            nodes.put(node, copy(node, config));
            return this;
        }

        /**
         * Sets how far a replica may be behind to serve reads; 1 second unless set. The lag is that of the node's last
         * probe, so a read may see data that is older by up to one probe interval and the probe's own time.
         *
         * @param value the limit, more than zero and at most 1000 probe intervals
         * @return this builder
         * @throws IllegalArgumentException if it is not more than zero
         */
        public Builder maxLag(Duration value) {
            Require.that(value.compareTo(Duration.ZERO) > 0, "maxLag", value, "more than zero");
            maxLag = value;
            return this;
        }

        /**
         * Sets the pause between two probes of a node; 500 milliseconds unless set. An answer may take two intervals,
         * and at least one second, before the node counts as down.
         *
         * @param value the pause, 50 milliseconds to 1 minute
         * @return this builder
         * @throws IllegalArgumentException if it is out of that range
         */
        public Builder probeInterval(Duration value) {
            boolean inRange = value.toMillis() >= 50 && value.compareTo(Duration.ofMinutes(1)) <= 0;
            Require.that(inRange, "probeInterval", value, "50 milliseconds to 1 minute");
            probeInterval = value;
            return this;
        }

        /**
         * Opens the pools and starts the probes, and waits until each node has answered or failed, at most 2 seconds.
         * It returns also when all nodes are down.
         *
         * @return a running data source, to be closed by the caller
         * @throws IllegalArgumentException if there is no node, or {@code maxLag} is over 1000 probe intervals
         * @throws RuntimeException if HikariCP refuses a configuration; then nothing stays open
         */
        public RoutingDataSource build() {
            Require.that(!nodes.isEmpty(), "nodes", "none", "at least one");
            Duration most = probeInterval.multipliedBy(MAX_LAG_IN_INTERVALS);
            Require.that(maxLag.compareTo(most) <= 0, "maxLag", maxLag, "at most 1000 probe intervals, here " + most);
            ProbeSettings settings = new ProbeSettings(probeInterval, maxLag);
            List<Node> open = open(settings);
            Watch watch = new Watch(name, open, settings, NanoClock.SYSTEM);
            watch.start(FIRST_PROBES);
            ConnectionDefaults defaults = ConnectionDefaults.of(open.get(0).config());
            return new RoutingDataSource(name, new Router(name, open, watch), defaults);
        }

        private List<Node> open(ProbeSettings settings) {
            List<Node> open = new ArrayList<>();
            try {
                nodes.forEach((node, config) -> open.add(new Node(node, config, settings)));
                return open;
            } catch (RuntimeException e) {
                open.forEach(Node::closePool);
                throw e;
            }
        }

        private HikariConfig copy(String node, HikariConfig config) {
            HikariConfig copy = new HikariConfig();
            config.copyStateTo(copy);
            copy.setPoolName("breakwater-" + name + "-" + node);
            copy.setInitializationFailTimeout(-1);
            return copy;
        }
    }
}
