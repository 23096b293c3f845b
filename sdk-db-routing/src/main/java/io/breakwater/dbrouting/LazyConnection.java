package io.breakwater.dbrouting;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLWarning;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is bound to a node by its first statement, and by its read-only flag at that moment.
 *
 * <p>Until then settings are kept in {@link ConnectionSettings}. Questions that need a server (metadata, validity, the
 * current schema) are put to an inspected connection, which becomes the bound one if the flag has not changed by the
 * first statement, and else stays beside it until {@link #close()}.
 *
 * <p>A bound connection moves only by {@code setReadOnly(false)} between transactions on a replica: the replica's
 * connection is given back, and the next statement binds anew.
 */
final class LazyConnection extends DelegatingConnection {

    private final Router router;
    private final ConnectionSettings settings;
    private OriginalState original = new OriginalState();
    private volatile @Nullable Routed bound;
    private volatile @Nullable Routed inspected;
    private volatile boolean closed;

    LazyConnection(Router router, ConnectionSettings settings) {
        this.router = router;
        this.settings = settings;
    }

    @Override
    Connection bind() throws SQLException {
        Routed routed = bound;
        if (routed == null) {
            requireOpen();
            routed = prepared(routed());
            bound = routed;
        }
        return routed.connection();
    }

    private Routed routed() throws SQLException {
        Routed routed = inspected;
        if (routed == null || routed.forReading() != settings.readOnly()) {
            return router.take(settings.readOnly());
        }
        inspected = null;
        return routed;
    }

    private Routed prepared(Routed routed) throws SQLException {
        try {
            settings.applyTo(routed.connection(), original);
            return routed;
        } catch (SQLException e) {
            giveBackAfter(e, routed);
            throw e;
        }
    }

    private Connection inspect() throws SQLException {
        Routed routed = bound == null ? inspected : bound;
        if (routed == null) {
            requireOpen();
            routed = router.takeAny(settings.readOnly());
            inspected = routed;
        }
        return routed.connection();
    }

    private @Nullable Connection boundOrNull() throws SQLException {
        requireOpen();
        Routed routed = bound;
        return routed == null ? null : routed.connection();
    }

    private void requireOpen() throws SQLException {
        if (closed) {
            throw new SQLNonTransientConnectionException("This connection is closed", "08003");
        }
    }

    private void release() throws SQLException {
        Routed routed = bound;
        bound = null;
        if (routed != null) {
            giveBack(routed);
        }
    }

    private void giveBack(Routed routed) throws SQLException {
        OriginalState before = original;
        original = new OriginalState();
        try (Connection connection = routed.connection()) {
            before.restore(connection);
        }
    }

    private void giveBackAfter(SQLException failure, Routed routed) {
        try {
            giveBack(routed);
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private void releaseInspected() throws SQLException {
        Routed routed = inspected;
        inspected = null;
        if (routed != null) {
            routed.connection().close();
        }
    }

    @Override
    public void close() throws SQLException {
        if (!closed) {
            closed = true;
            try {
                release();
            } finally {
                releaseInspected();
            }
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        Routed routed = bound;
        if (routed == null) {
            close();
        } else {
            routed.connection().abort(executor);
        }
    }

    @Override
    public boolean isValid(int timeoutSeconds) throws SQLException {
        if (closed) {
            return false;
        }
        Connection connection;
        try {
            connection = inspect();
        } catch (SQLException e) {
            return false;
        }
        return connection.isValid(timeoutSeconds);
    }

    @Override
    public void setReadOnly(boolean readOnly) throws SQLException {
        requireOpen();
        Routed routed = bound;
        if (routed != null) {
            routed.connection().setReadOnly(readOnly);
        }
        settings.readOnly(readOnly);
        if (routed != null && routed.onReplica() && !readOnly) {
            release();
        }
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        requireOpen();
        return settings.readOnly();
    }

    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.setAutoCommit(autoCommit);
        }
        settings.autoCommit(autoCommit);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        requireOpen();
        return settings.autoCommit();
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.setTransactionIsolation(level);
        }
        settings.isolation(level);
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? settings.isolation() : connection.getTransactionIsolation();
    }

    @Override
    public void setCatalog(@Nullable String catalog) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.setCatalog(catalog);
        }
        settings.catalog(catalog);
    }

    @Override
    public @Nullable String getCatalog() throws SQLException {
        Connection connection = boundOrNull();
        if (connection == null && settings.catalog() != null) {
            return settings.catalog();
        }
        return inspect().getCatalog();
    }

    @Override
    public void setSchema(@Nullable String schema) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            original.beforeSchema(connection);
            connection.setSchema(schema);
        }
        settings.schema(schema);
    }

    @Override
    public @Nullable String getSchema() throws SQLException {
        Connection connection = boundOrNull();
        if (connection == null && settings.schema() != null) {
            return settings.schema();
        }
        return inspect().getSchema();
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            original.beforeHoldability(connection);
            connection.setHoldability(holdability);
        }
        settings.holdability(holdability);
    }

    @Override
    public int getHoldability() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? settings.holdability() : connection.getHoldability();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.setNetworkTimeout(executor, milliseconds);
        }
        settings.networkTimeout(executor, milliseconds);
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? settings.networkTimeoutMillis() : connection.getNetworkTimeout();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            original.beforeTypeMap(connection);
            connection.setTypeMap(map);
        }
        settings.typeMap(map);
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? settings.typeMap() : connection.getTypeMap();
    }

    @Override
    public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
        Connection connection = boundForClientInfo();
        if (connection != null) {
            connection.setClientInfo(name, value);
        }
        settings.clientInfo(name, value);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        Connection connection = boundForClientInfo();
        if (connection != null) {
            connection.setClientInfo(properties);
        }
        settings.clientInfo(properties);
    }

    private @Nullable Connection boundForClientInfo() throws SQLClientInfoException {
        try {
            Connection connection = boundOrNull();
            if (connection != null) {
                original.beforeClientInfo(connection);
            }
            return connection;
        } catch (SQLException e) {
            throw new SQLClientInfoException(e.getMessage(), e.getSQLState(), Map.of(), e);
        }
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        return getClientInfo().getProperty(name);
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? settings.clientInfo() : connection.getClientInfo();
    }

    @Override
    public void commit() throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.commit();
        }
    }

    @Override
    public void rollback() throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.rollback();
        }
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        Connection connection = boundOrNull();
        return connection == null ? null : connection.getWarnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        Connection connection = boundOrNull();
        if (connection != null) {
            connection.clearWarnings();
        }
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return inspect().getMetaData();
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return inspect().nativeSQL(sql);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || inspect().isWrapperFor(type);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : bind().unwrap(type);
    }

    @Override
    public String toString() {
        Routed routed = bound;
        return "LazyConnection(" + (closed ? "closed" : routed == null ? "not bound yet" : routed.node()) + ")";
    }
}
