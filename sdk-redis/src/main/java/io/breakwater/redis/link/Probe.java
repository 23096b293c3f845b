package io.breakwater.redis.link;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The questions that a server has to answer in time before commands are sent to it. */
final class Probe {

    static final String CLOSED_IN_HANDSHAKE = "Connection closed prematurely";

    /** Lettuce's words for a connection that ended before it was one. */
    private static final Set<String> NOTHING =
            Set.of(CLOSED_IN_HANDSHAKE, "RedisHandshakeHandler not registered", "Connection closed");

    static final long SHORTEST_MILLIS = 250;

    private final LinkContext context;
    private final boolean mustBeMaster;

    Probe(LinkContext context, boolean mustBeMaster) {
        this.context = context;
        this.mustBeMaster = mustBeMaster;
    }

    /** Whether it answers; and with that, everything sent before has been executed. */
    CompletableFuture<?> ping(Connection connection) {
        return inTime(connection, Commands.ping());
    }

    /**
     * For a new connection: what it is called on which server, whether that is a master, and the end of those that were given up
     * on the same server.
     */
    CompletableFuture<?> greet(Connection connection) {
        CompletableFuture<?> identity = identify(connection);
        CompletableFuture<?> role = mustBeMaster ? checkRole(connection) : identity;
        return CompletableFuture.allOf(identity, role, ping(connection)).thenCompose(known -> endAbandoned(connection));
    }

    private CompletableFuture<?> identify(Connection connection) {
        CompletableFuture<String> runId = optional(inTime(connection, Commands.infoOfServer()))
                .thenApply(info -> info == null ? "" : new InfoText(info).value("run_id"));
        CompletableFuture<@Nullable Long> id = optional(inTime(connection, Commands.clientId()));
        return runId.thenAcceptBoth(
                id, (run, number) -> connection.identity(Identity.of(run, number == null ? 0 : number)));
    }

    private CompletableFuture<?> checkRole(Connection connection) {
        return inTime(connection, Commands.role()).thenAccept(Commands::requireMaster);
    }

    private CompletableFuture<?> endAbandoned(Connection connection) {
        Abandoned abandoned = context.abandoned();
        List<Identity> here = abandoned.on(connection.identity());
        if (here.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        for (Identity old : here) {
            connection.send(Commands.clientKill(old.clientId()));
        }
        // Behind them in the same connection: when it is answered, they have been executed.
        return ping(connection).thenRun(() -> abandoned.remove(here));
    }

    /** What an ACL may forbid, or a server not know, and what can be done without. */
    private static <T> CompletableFuture<@Nullable T> optional(CompletableFuture<@Nullable T> answer) {
        return answer.exceptionallyCompose(failure -> failure instanceof ErrorReply error && error.saysNotForYou()
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(failure));
    }

    <T> CompletableFuture<@Nullable T> inTime(Connection connection, Call<T> call) {
        long millis = Math.max(SHORTEST_MILLIS, context.timeout().toMillis());
        connection.send(call);
        context.after(
                millis,
                call.reply(),
                () -> call.completeExceptionally(
                        new TimeoutException("no answer to a probe within " + millis + " ms")));
        return call.reply();
    }

    /** Whether the one that is meant may be another server by now. */
    boolean mayBeElsewhere() {
        return mustBeMaster;
    }

    static boolean saysNotReady(Throwable failure) {
        return root(failure) instanceof ErrorReply error && error.saysNotReady();
    }

    static boolean saysNothing(String words) {
        return NOTHING.contains(words);
    }

    static String rootMessage(Throwable failure) {
        Throwable root = root(failure);
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
