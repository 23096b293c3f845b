package io.breakwater.dbrouting.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import io.breakwater.dbrouting.RoutingDataSource;
import io.breakwater.devservices.DevServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DbRoutingMetricsIT {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void metersTellWhatNodesTell() throws SQLException {
        HikariConfig up = new HikariConfig();
        up.setJdbcUrl(DevServices.postgres().primary().jdbcUrl("postgres"));
        HikariConfig down = new HikariConfig();
        down.setJdbcUrl("jdbc:postgresql://127.0.0.1:1/postgres");
        try (RoutingDataSource db = RoutingDataSource.builder("metered")
                .node("pg1", up)
                .node("pg2", down)
                .build()) {
            DbRoutingMetrics.of(db).bindTo(registry);
            use(db, false);
            use(db, true);
            use(db, true);

            assertThat(connections("pg1", "write")).isEqualTo(1);
            assertThat(connections("pg1", "read")).isEqualTo(2);
            assertThat(connections("pg2", "read")).isZero();
            assertThat(gauge("usable", "pg1")).isEqualTo(1);
            assertThat(gauge("usable", "pg2")).isZero();
            assertThat(gauge("primary", "pg1")).isEqualTo(1);
            assertThat(gauge("primary", "pg2")).isZero();
            assertThat(gauge("lag", "pg1")).isNaN();
        }
    }

    private static void use(RoutingDataSource db, boolean readOnly) throws SQLException {
        try (Connection connection = db.getConnection()) {
            connection.setReadOnly(readOnly);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        }
    }

    private double connections(String node, String target) {
        return registry.get("breakwater.dbrouting.connections")
                .tags("datasource", "metered", "node", node, "target", target)
                .functionCounter()
                .count();
    }

    private double gauge(String name, String node) {
        return registry.get("breakwater.dbrouting." + name)
                .tags("datasource", "metered", "node", node)
                .gauge()
                .value();
    }
}
