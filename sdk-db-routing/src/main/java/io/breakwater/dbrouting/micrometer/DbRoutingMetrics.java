package io.breakwater.dbrouting.micrometer;

import io.breakwater.dbrouting.NodeStatus;
import io.breakwater.dbrouting.Role;
import io.breakwater.dbrouting.RoutingDataSource;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Meters of a {@link RoutingDataSource}, all with the tags {@code datasource} and {@code node}.
 *
 * <ul>
 *   <li>{@code breakwater.dbrouting.connections}: connections taken from the node's pool, {@code target} read or write
 *   <li>{@code breakwater.dbrouting.usable}: 1 when connections may go to the node, else 0
 *   <li>{@code breakwater.dbrouting.primary}: 1 when the node is a primary, else 0
 *   <li>{@code breakwater.dbrouting.lag}: seconds a replica is behind; NaN when unknown and for other roles
 * </ul>
 *
 * <p>The pools' own meters come from HikariCP: set {@code metricRegistry} on each node's {@code HikariConfig}.
 */
@SuppressWarnings("exports") // who has no Micrometer must be able to compile without it
public final class DbRoutingMetrics implements MeterBinder {

    private static final String PREFIX = "breakwater.dbrouting.";

    private final RoutingDataSource db;

    private DbRoutingMetrics(RoutingDataSource db) {
        this.db = db;
    }

    /**
     * The meters of a data source.
     *
     * @param db the data source to be read
     * @return a binder that holds it
     */
    public static DbRoutingMetrics of(RoutingDataSource db) {
        return new DbRoutingMetrics(db);
    }

    /**
     * Registers the meters. The registry holds the data source weakly, as registries do.
     *
     * @param registry where they go
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        List<NodeStatus> nodes = db.nodes();
        for (int index = 0; index < nodes.size(); index++) {
            Tags tags =
                    Tags.of("datasource", db.name(), "node", nodes.get(index).name());
            counter(registry, tags.and("target", "read"), of(index, NodeStatus::reads));
            counter(registry, tags.and("target", "write"), of(index, NodeStatus::writes));
            gauge(registry, "usable", tags, of(index, status -> status.usable() ? 1 : 0));
            gauge(registry, "primary", tags, of(index, status -> status.role() == Role.PRIMARY ? 1 : 0));
            Gauge.builder(PREFIX + "lag", db, of(index, DbRoutingMetrics::lagSeconds))
                    .baseUnit("seconds")
                    .tags(tags)
                    .register(registry);
        }
    }

    private static ToDoubleFunction<RoutingDataSource> of(int index, ToDoubleFunction<NodeStatus> value) {
        return db -> value.applyAsDouble(db.nodes().get(index));
    }

    private static double lagSeconds(NodeStatus status) {
        Duration lag = status.lag();
        return lag == null ? Double.NaN : lag.toNanos() / 1e9;
    }

    private void counter(MeterRegistry registry, Tags tags, ToDoubleFunction<RoutingDataSource> value) {
        FunctionCounter.builder(PREFIX + "connections", db, value).tags(tags).register(registry);
    }

    private void gauge(MeterRegistry registry, String name, Tags tags, ToDoubleFunction<RoutingDataSource> value) {
        Gauge.builder(PREFIX + name, db, value).tags(tags).register(registry);
    }
}
