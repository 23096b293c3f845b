package io.breakwater.redis.link;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * Connections that were lost or given up, perhaps with commands under way. What TCP, a proxy or the server's kernel still holds of
 * those commands could be executed long after their callers were told of a timeout; so the next connection to the same server
 * process ends them there (CLIENT KILL ID) before it is used. Each server process that is still there has few: those that were lost
 * since the last connection to it was used.
 */
final class Abandoned {

    private static final int MOST = 1_000;

    private final Deque<Identity> identities = new ArrayDeque<>();

    synchronized void add(Identity identity) {
        if (!identity.isKnown()) {
            return;
        }
        identities.addLast(identity);
        if (identities.size() > MOST) {
            identities.removeFirst();
        }
    }

    /** Those on the server process of another connection: on any other one their numbers are somebody else's. */
    synchronized List<Identity> on(Identity other) {
        return identities.stream()
                .filter(identity -> identity.runId().equals(other.runId()))
                .toList();
    }

    synchronized void remove(Collection<Identity> ended) {
        identities.removeAll(ended);
    }
}
