package io.breakwater.dbrouting;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What was set on a connection before it was bound to a node, to be applied then. */
final class ConnectionSettings {

    private record NetworkTimeout(Executor executor, int millis) {}

    private final ConnectionDefaults defaults;
    private boolean readOnly;
    private boolean autoCommit;
    private @Nullable Integer isolation;
    private @Nullable String catalog;
    private @Nullable String schema;
    private @Nullable Integer holdability;
    private @Nullable NetworkTimeout networkTimeout;
    private @Nullable Properties clientInfo;
    private @Nullable Map<String, Class<?>> typeMap;

    ConnectionSettings(ConnectionDefaults defaults) {
        this.defaults = defaults;
        this.autoCommit = defaults.autoCommit();
    }

    boolean readOnly() {
        return readOnly;
    }

    void readOnly(boolean value) {
        readOnly = value;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean value) {
        autoCommit = value;
    }

    int isolation() {
        return isolation == null ? defaults.isolation() : isolation;
    }

    void isolation(int value) {
        isolation = value;
    }

    @Nullable
    String catalog() {
        return catalog;
    }

    void catalog(@Nullable String value) {
        catalog = value;
    }

    @Nullable
    String schema() {
        return schema;
    }

    void schema(@Nullable String value) {
        schema = value;
    }

    int holdability() {
        return holdability == null ? ResultSet.CLOSE_CURSORS_AT_COMMIT : holdability;
    }

    void holdability(int value) {
        holdability = value;
    }

    int networkTimeoutMillis() {
        return networkTimeout == null ? 0 : networkTimeout.millis();
    }

    void networkTimeout(Executor executor, int millis) {
        networkTimeout = new NetworkTimeout(executor, millis);
    }

    Properties clientInfo() {
        Properties copy = new Properties();
        if (clientInfo != null) {
            copy.putAll(clientInfo);
        }
        return copy;
    }

    void clientInfo(Properties values) {
        clientInfo = new Properties();
        clientInfo.putAll(values);
    }

    void clientInfo(String name, @Nullable String value) {
        Properties changed = clientInfo();
        if (value == null) {
            changed.remove(name);
        } else {
            changed.setProperty(name, value);
        }
        clientInfo = changed;
    }

    Map<String, Class<?>> typeMap() {
        return typeMap == null ? Map.of() : typeMap;
    }

    void typeMap(Map<String, Class<?>> value) {
        typeMap = value;
    }

    /**
     * Applies what was set. The schema takes a statement, so it comes while the connection is still in autocommit,
     * where the pool allows it, and after what is refused in a transaction.
     */
    void applyTo(Connection connection, OriginalState original) throws SQLException {
        if (networkTimeout != null) {
            connection.setNetworkTimeout(networkTimeout.executor(), networkTimeout.millis());
        }
        if (readOnly) {
            connection.setReadOnly(true);
        }
        if (isolation != null) {
            connection.setTransactionIsolation(isolation);
        }
        applyCursors(connection, original);
        applyNames(connection, original);
        if (autoCommit != connection.getAutoCommit()) {
            connection.setAutoCommit(autoCommit);
        }
    }

    private void applyCursors(Connection connection, OriginalState original) throws SQLException {
        if (holdability != null) {
            original.beforeHoldability(connection);
            connection.setHoldability(holdability);
        }
        if (typeMap != null) {
            original.beforeTypeMap(connection);
            connection.setTypeMap(typeMap);
        }
    }

    private void applyNames(Connection connection, OriginalState original) throws SQLException {
        if (clientInfo != null) {
            original.beforeClientInfo(connection);
            for (String name : clientInfo.stringPropertyNames()) {
                connection.setClientInfo(name, clientInfo.getProperty(name));
            }
        }
        if (catalog != null) {
            connection.setCatalog(catalog);
        }
        if (schema != null) {
            original.beforeSchema(connection);
            connection.setSchema(schema);
        }
    }
}
