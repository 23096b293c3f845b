package io.breakwater.dbrouting;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariCredentialsProvider;
import com.zaxxer.hikari.util.Credentials;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Opens a probe's own connection, as the pool would, but beside it and with time limits. */
final class ProbeConnector {

    private final HikariConfig config;
    private final String applicationName;
    private final Duration timeLimit;

    ProbeConnector(HikariConfig config, String applicationName, Duration timeLimit) {
        this.config = config;
        this.applicationName = applicationName;
        this.timeLimit = timeLimit;
    }

    Connection connect() throws SQLException {
        Connection connection = open();
        try {
            connection.setNetworkTimeout(Runnable::run, Math.toIntExact(timeLimit.toMillis()));
            connection.setAutoCommit(true);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        DataSource dataSource = config.getDataSource();
        if (dataSource == null) {
            return DriverManager.getConnection(config.getJdbcUrl(), properties());
        }
        Credentials credentials = credentials();
        return credentials.getUsername() == null
                ? dataSource.getConnection()
                : dataSource.getConnection(credentials.getUsername(), credentials.getPassword());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", applicationName);
        config.getDataSourceProperties().forEach((name, value) -> properties.put(name, value.toString()));
        Credentials credentials = credentials();
        setIfPresent(properties, "user", credentials.getUsername());
        setIfPresent(properties, "password", credentials.getPassword());
        String seconds = String.valueOf(timeLimit.plusMillis(999).toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        // With any other value pgjdbc connects on a thread of its own.
        properties.setProperty("loginTimeout", "0");
        return properties;
    }

    private static void setIfPresent(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }

    private Credentials credentials() {
        HikariCredentialsProvider provider = config.getCredentialsProvider();
        return provider == null ? config.getCredentials() : provider.getCredentials();
    }
}
