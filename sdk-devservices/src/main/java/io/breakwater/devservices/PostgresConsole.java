package io.breakwater.devservices;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the superuser says to one node, each time over a new connection; a node that hangs is given up after 40 s. */
record PostgresConsole(String node, int port) {

    String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("postgres") + "&connectTimeout=10&socketTimeout=40");
    }

    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw refused(sql, e);
        }
    }

    String ask(String query) {
        try {
            return answer(query);
        } catch (SQLException e) {
            throw refused(query, e);
        }
    }

    /** Whether the answer is true; false also while there is none. */
    boolean confirms(String query) {
        try {
            return answer(query).equals("t");
        } catch (SQLException e) {
            return false;
        }
    }

    DevServicesException refused(String sql, SQLException e) {
        return new DevServicesException(node + " refused: " + sql + ": " + e.getMessage(), e);
    }

    private String answer(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }
}
