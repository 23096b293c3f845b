package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresNode;
import io.breakwater.devservices.PostgresSpec;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PrimariesFaultIT {

    @Test
    void twoPrimariesOnOneTimelineAreRefused() throws Exception {
        try (Postgres one = PostgresSpec.primaryWithReplicas(0).start();
                Postgres other = PostgresSpec.primaryWithReplicas(0).start();
                RoutingDataSource db = RoutingDataSource.builder("two")
                        .node("pg1", Db.config(one.primary().jdbcUrl("postgres")))
                        .node("pg2", Db.config(other.primary().jdbcUrl("postgres")))
                        .build()) {
            Await.until(
                    () -> "both should be seen: " + db.nodes(),
                    () -> db.nodes().stream().allMatch(node -> node.role() == Role.PRIMARY));

            assertThatThrownBy(() -> Db.portOfWrite(db))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08001")
                    .hasMessage("two has no primary to write to: pg1 PRIMARY (one of 2 primaries on timeline 1), "
                            + "pg2 PRIMARY (one of 2 primaries on timeline 1)");
        }
    }

    @Test
    void writesFollowAPromotionAndNeverGoBack() throws Exception {
        try (Postgres pg = PostgresSpec.primaryWithReplicas(1).start();
                RoutingDataSource db = Db.routing("promoted", pg).build()) {
            Await.untilAllUsable(db);
            PostgresNode pg2 = pg.replicas().get(0);
            Db.execute(pg2, "SELECT pg_promote()");

            Await.untilUsable(db, "pg1", false);
            Await.untilUsable(db, "pg2", true);
            assertThat(Await.status(db, "pg2").role()).isEqualTo(Role.PRIMARY);
            assertThat(Await.status(db, "pg1").reason()).isEqualTo("on timeline 1, superseded by 2");
            assertThat(Db.portOfWrite(db)).isEqualTo(pg2.port());

            pg2.kill();
            Await.until(
                    () -> "pg2 is gone: " + db.nodes(),
                    () -> Await.status(db, "pg2").role() == Role.UNKNOWN);
            assertThatThrownBy(() -> Db.portOfWrite(db))
                    .hasMessageStartingWith("promoted has no primary to write to: "
                            + "pg1 PRIMARY (on timeline 1, superseded by 2), pg2 UNKNOWN (its probe failed: ");
        }
    }
}
