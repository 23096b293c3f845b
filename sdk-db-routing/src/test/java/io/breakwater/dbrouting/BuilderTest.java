package io.breakwater.dbrouting;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BuilderTest {

    private final RoutingDataSource.Builder builder = RoutingDataSource.builder("forum");

    @Test
    void names() {
        refused(() -> RoutingDataSource.builder("a forum"), "Invalid name (a forum): must be [A-Za-z0-9_.-]+");
        refused(() -> builder.node("", anywhere()), "Invalid node (): must be [A-Za-z0-9_.-]+");
    }

    @Test
    void aNodeTwice() {
        builder.node("pg1", anywhere());

        refused(() -> builder.node("pg1", anywhere()), "Invalid node (pg1): must be unique");
    }

    @Test
    void aNodeWithoutAnAddress() {
        refused(
                () -> builder.node("pg1", new HikariConfig()),
                "Invalid config of node pg1 (no address): must be one with a jdbcUrl or a dataSource");
    }

    @Test
    void aReadOnlyPool() {
        HikariConfig config = anywhere();
        config.setReadOnly(true);

        refused(
                () -> builder.node("pg1", config),
                "Invalid readOnly of node pg1 (true): must be false, since each connection says it itself");
    }

    @Test
    void durations() {
        refused(() -> builder.maxLag(Duration.ZERO), "Invalid maxLag (PT0S): must be more than zero");
        refused(
                () -> builder.probeInterval(Duration.ofMillis(49)),
                "Invalid probeInterval (PT0.049S): must be 50 milliseconds to 1 minute");
        refused(
                () -> builder.probeInterval(Duration.ofSeconds(61)),
                "Invalid probeInterval (PT1M1S): must be 50 milliseconds to 1 minute");
    }

    @Test
    void noNode() {
        refused(builder::build, "Invalid nodes (none): must be at least one");
    }

    @Test
    void aLimitThatNeedsTooManyProbesToTell() {
        builder.node("pg1", anywhere()).maxLag(Duration.ofHours(1));

        refused(builder::build, "Invalid maxLag (PT1H): must be at most 1000 probe intervals, here PT8M20S");
    }

    private static HikariConfig anywhere() {
        return Db.config("jdbc:postgresql://127.0.0.1:1/forum");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
