package io.breakwater.devservices;

import java.io.IOException;
import java.time.Duration;

/** A replica's way to its master's place, at a command. */
final class ClusterFailover {

    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** Redis gives up on a manual failover after 5 s. */
    private static final Duration ONE_TRY = Duration.ofSeconds(6);

    private final RedisGroup nodes;
    private final RedisServer master;
    private final RedisServer heir;
    private long nextTry = System.nanoTime();
    private boolean isFirstTry = true;

    ClusterFailover(RedisGroup nodes, RedisServer master, RedisServer heir) {
        this.nodes = nodes;
        this.master = master;
        this.heir = heir;
    }

    void run() {
        Await.until("failover from " + master + " to " + heir, WITHIN, this::missing);
    }

    private String missing() throws IOException {
        if (!ClusterView.of(heir).isMaster(heir)) {
            askOnceForEachTry();
            return heir + " as master";
        }
        boolean isAlive = masterAnswers();
        return nodes.ask(ClusterView::of).stream().allMatch(view -> agrees(view, isAlive))
                ? ""
                : "the agreement of all nodes";
    }

    private boolean agrees(ClusterView view, boolean isAlive) {
        return view.isOk()
                && view.isMaster(heir)
                && view.at(master.port())
                        .filter(old -> old.isMaster() || (isAlive && !old.isReplica()))
                        .isEmpty();
    }

    private boolean masterAnswers() {
        return !nodes.only(master).ask(ClusterView::of).isEmpty();
    }

    /** At first in agreement with the master, which lets its replica catch up; a dead one, or one cut off, cannot. */
    private void askOnceForEachTry() throws IOException {
        if (System.nanoTime() - nextTry < 0) {
            return;
        }
        if (isFirstTry && masterAnswers()) {
            heir.probe().text("CLUSTER", "FAILOVER");
        } else {
            heir.probe().text("CLUSTER", "FAILOVER", "FORCE");
        }
        isFirstTry = false;
        nextTry = System.nanoTime() + ONE_TRY.toNanos();
    }
}
