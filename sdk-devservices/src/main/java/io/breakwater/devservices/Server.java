package io.breakwater.devservices;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A server of ours that can be launched, killed and launched again: a process of this machine, or a container. */
interface Server {

    Duration READY_WITHIN = Duration.ofSeconds(30);
    Duration GONE_WITHIN = Duration.ofSeconds(10);
    int LOG_LINES = 20;

    String name();

    /** Returns before the server is ready; refuses when it runs already. */
    void launch();

    boolean isAlive();

    /** As the server itself sees it. */
    long pid();

    /** With its children, also when it is paused; returns when they are gone. */
    void kill();

    void pause();

    void resume();

    /** Ends the server and deletes its data. May be called in any state, and again. */
    void close();

    List<String> log();

    /** What to add to a message about the server. */
    default String logTail() {
        List<String> lines = log();
        List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size());
        return "; the end of its log:\n" + String.join("\n", last);
    }

    default void requireStopped() {
        if (isAlive()) {
            throw new DevServicesException(name() + " runs already");
        }
    }

    default void requireRunning() {
        if (!isAlive()) {
            throw new DevServicesException(name() + " does not run");
        }
    }

    default void awaitReady(BooleanSupplier ready) {
        await(ready, "get ready", READY_WITHIN);
    }

    default void await(BooleanSupplier condition, String what, Duration limit) {
        boolean holds = Await.within(limit, name() + " is to " + what, () -> holdsWhileAlive(condition, what));
        if (!holds) {
            throw new DevServicesException(
                    name() + " did not " + what + " within " + limit.toSeconds() + " s" + logTail());
        }
    }

    private boolean holdsWhileAlive(BooleanSupplier condition, String what) {
        boolean holds = condition.getAsBoolean();
        if (!holds && !isAlive()) {
            throw new DevServicesException(name() + " ended before it could " + what + logTail());
        }
        return holds;
    }

    /** After its end signal. */
    default void awaitEnd(BooleanSupplier gone) {
        if (!Await.withinUninterrupted(GONE_WITHIN, gone)) {
            throw new DevServicesException(
                    name() + " is still there " + GONE_WITHIN.toSeconds() + " s after its end signal");
        }
    }
}
