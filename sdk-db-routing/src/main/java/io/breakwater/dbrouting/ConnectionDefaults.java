package io.breakwater.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.util.Map;

/** What a fresh connection says of itself: the pool's configuration, else PostgreSQL's defaults. */
record ConnectionDefaults(boolean autoCommit, int isolation) {

    private static final Map<String, Integer> ISOLATIONS = Map.of(
            "TRANSACTION_READ_UNCOMMITTED", Connection.TRANSACTION_READ_UNCOMMITTED,
            "TRANSACTION_READ_COMMITTED", Connection.TRANSACTION_READ_COMMITTED,
            "TRANSACTION_REPEATABLE_READ", Connection.TRANSACTION_REPEATABLE_READ,
            "TRANSACTION_SERIALIZABLE", Connection.TRANSACTION_SERIALIZABLE);

    static ConnectionDefaults of(HikariConfig config) {
        String isolation = config.getTransactionIsolation();
        int level = isolation == null
                ? Connection.TRANSACTION_READ_COMMITTED
                : ISOLATIONS.getOrDefault(isolation, Connection.TRANSACTION_READ_COMMITTED);
        return new ConnectionDefaults(config.isAutoCommit(), level);
    }
}
