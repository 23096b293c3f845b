package io.breakwater.dbrouting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How a pooled connection was before the borrower changed what HikariCP does not set back on return: client
 * information, holdability and type map never, the schema only where the pool has one of its own.
 */
final class OriginalState {

    private @Nullable Properties clientInfo;
    private @Nullable Integer holdability;
    private @Nullable Map<String, Class<?>> typeMap;
    private @Nullable String searchPath;

    void beforeClientInfo(Connection connection) throws SQLException {
        if (clientInfo == null) {
            clientInfo = new Properties();
            clientInfo.putAll(connection.getClientInfo());
        }
    }

    void beforeHoldability(Connection connection) throws SQLException {
        if (holdability == null) {
            holdability = connection.getHoldability();
        }
    }

    void beforeTypeMap(Connection connection) throws SQLException {
        if (typeMap == null) {
            typeMap = connection.getTypeMap();
        }
    }

    /** The whole search path: {@code getSchema()} tells only its first schema that exists. */
    void beforeSchema(Connection connection) throws SQLException {
        if (searchPath == null) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SHOW search_path")) {
                row.next();
                searchPath = row.getString(1);
            }
        }
    }

    /** Ends an open transaction first, which would otherwise take what is restored back with it. */
    void restore(Connection connection) throws SQLException {
        if (clientInfo == null && holdability == null && typeMap == null && searchPath == null) {
            return;
        }
        if (!connection.getAutoCommit()) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        if (clientInfo != null) {
            connection.setClientInfo(clientInfo);
        }
        if (holdability != null) {
            connection.setHoldability(holdability);
        }
        if (typeMap != null) {
            connection.setTypeMap(typeMap);
        }
        if (searchPath != null) {
            restoreSearchPath(connection, searchPath);
        }
    }

    private static void restoreSearchPath(Connection connection, String searchPath) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', ?, false)")) {
            statement.setString(1, searchPath);
            statement.execute();
        }
    }
}
