package io.breakwater.dbrouting;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what becomes true by itself, and says what did not. */
final class Await {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    interface Check {
        boolean holds() throws Exception;
    }

    private Await() {}

    static void until(Supplier<String> state, Check check) throws Exception {
        until(PATIENCE, state, check);
    }

    static void until(Duration atMost, Supplier<String> state, Check check) throws Exception {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!check.holds()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not within " + atMost + ": " + state.get());
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    static void untilUsable(RoutingDataSource db, String node, boolean usable) throws Exception {
        until(
                () -> node + " should " + (usable ? "" : "not ") + "be usable in " + db.nodes(),
                () -> status(db, node).usable() == usable);
    }

    static void untilAllUsable(RoutingDataSource db) throws Exception {
        until(
                () -> "all should be usable in " + db.nodes(),
                () -> db.nodes().stream().allMatch(NodeStatus::usable));
    }

    static NodeStatus status(RoutingDataSource db, String node) {
        return db.nodes().stream()
                .filter(status -> status.name().equals(node))
                .findFirst()
                .orElseThrow();
    }
}
