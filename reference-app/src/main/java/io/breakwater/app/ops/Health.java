package io.breakwater.app.ops;

import io.breakwater.app.db.Schema;
import io.breakwater.app.web.Json;
import io.breakwater.app.web.Route;
import io.breakwater.dbrouting.Role;
import io.breakwater.dbrouting.RoutingDataSource;
import io.breakwater.redis.Redis;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Whether this instance runs, and whether it should get requests: it does as long as anything can be served. */
public final class Health {

    private static final String UP = "up";
    private static final String DEGRADED = "degraded";
    private static final String DOWN = "down";
    private static final String OFF = "off";

    private final RoutingDataSource db;
    private final Redis cache;
    private final Redis state;
    private final Schema schema;
    private final BooleanSupplier heldUp;

    /**
     * Looks at an instance's parts.
     *
     * @param heldUp true while this instance asks for no requests: it warms its cache, or it is about to end
     */
    public Health(RoutingDataSource db, Redis cache, Redis state, Schema schema, BooleanSupplier heldUp) {
        this.db = db;
        this.cache = cache;
        this.state = state;
        this.schema = schema;
        this.heldUp = heldUp;
    }

    public List<Route> routes() {
        return List.of(Route.get("/health/live", this::live), Route.get("/health/ready", this::ready));
    }

    private void live(Context context) {
        Json.answer(context, 200, Map.of("status", UP));
    }

    private void ready(Context context) {
        Checks checks = new Checks(primary(), replicas(), state(cache), state(state), OFF);
        String status = status(checks);
        Json.answer(context, status.equals(DOWN) || heldUp.getAsBoolean() ? 503 : 200, new Readiness(status, checks));
    }

    private String status(Checks checks) {
        boolean readable = checks.primary.equals(UP) || checks.replicas.equals(UP) || checks.replicas.equals(DEGRADED);
        if (!readable || !schema.isThere()) {
            return DOWN;
        }
        boolean whole = Stream.of(checks.primary, checks.replicas, checks.redisCache, checks.redisState)
                .allMatch(check -> check.equals(UP) || check.equals(OFF));
        return whole ? UP : DEGRADED;
    }

    private static String state(Redis redis) {
        return redis.isConnected() ? UP : DOWN;
    }

    private String primary() {
        return db.nodes().stream().anyMatch(node -> node.role() == Role.PRIMARY && node.usable()) ? UP : DOWN;
    }

    /** A node that is not seen counts as one that is missing: the primary's own role may be unknown. */
    private String replicas() {
        int expected = db.nodes().size() - 1;
        if (expected == 0) {
            return OFF;
        }
        long usable = db.nodes().stream()
                .filter(node -> node.role() == Role.REPLICA && node.usable())
                .count();
        if (usable == 0) {
            return DOWN;
        }
        return usable >= expected ? UP : DEGRADED;
    }

    /** The answer of the readiness check. */
    record Readiness(String status, Checks checks) {}

    /** Its parts. */
    record Checks(String primary, String replicas, String redisCache, String redisState, String llm) {}
}
