package io.breakwater.dbrouting;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the router knows of one node, at the moment of asking.
 *
 * @param name the node's name as given to the builder
 * @param role its role at its last probe
 * @param lag how far a replica was behind the primary at its last probe; null for other roles and when it is unknown
 * @param reason why the node gets no connections, in words; null when it is usable
 * @param reads connections taken from its pool for reads, since the start
 * @param writes connections taken from its pool for anything else, since the start
 * @param pool its connection pool now
 */
public record NodeStatus(
        String name,
        Role role,
        @Nullable Duration lag,
        @Nullable String reason,
        long reads,
        long writes,
        Pool pool) {

    /**
     * Whether new connections may go to this node: a primary takes writes, a replica takes reads.
     *
     * @return true if nothing speaks against it
     */
    public boolean usable() {
        return reason == null;
    }

    /**
     * A pool's connections.
     *
     * @param active in use
     * @param idle open and not in use
     * @param waiting threads that wait for one
     */
    public record Pool(int active, int idle, int waiting) {}
}
