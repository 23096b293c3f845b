package io.breakwater.app.db;

import io.breakwater.app.web.Problem;
import io.breakwater.dbrouting.RoutingDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jspecify.annotations.Nullable;

/** SQL on the forum's database: reads run on a replica where there is one, and may be a moment behind the last write. */
public final class Database {

    private static final int RETRY_AFTER_SECONDS = 2;
    private static final String LOST_UNDER_WAY = "08006";

    /**
     * No connection, no resources, shutting down, cancelled for taking too long, a lock not got in time, a conflict with what
     * the primary replays, a deadlock, a primary that has just become a replica (PostgreSQL manual, appendix A).
     */
    private static final List<String> PASSING = List.of("08", "53", "57P", "57014", "55P03", "40001", "40P01", "25006");

    private static final List<String> NODE_LOST = List.of("08", "57P", "40001");

    private final Jdbi reads;
    private final Jdbi writes;

    public Database(RoutingDataSource source, Class<?>... rows) {
        this.reads = Jdbi.create(() -> readOnly(source.getConnection()));
        this.writes = Jdbi.create(source);
        // A failed statement's message would hold its values: passwords' hashes, addresses.
        reads.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        writes.getConfig(StatementExceptions.class).setMessageRendering(StatementExceptions.MessageRendering.NONE);
        for (Class<?> row : rows) {
            reads.registerRowMapper(ConstructorMapper.factory(row));
            writes.registerRowMapper(ConstructorMapper.factory(row));
        }
    }

    /** Runs statements that only read. Where a node is lost over them, the next best one is asked. */
    public <T extends @Nullable Object> T read(HandleCallback<T, RuntimeException> work) {
        return answering(() -> firstAnswer(work, List.of(reads, writes, reads)));
    }

    /** Reads on the primary, where nothing is behind; without one, what a replica has must do. */
    public <T extends @Nullable Object> T readNewest(HandleCallback<T, RuntimeException> work) {
        return readNewest(work, work);
    }

    /**
     * The same, for those who must know whether it was the primary that answered.
     *
     * @param otherwise what to ask a replica while there is no primary
     */
    public <T extends @Nullable Object> T readNewest(
            HandleCallback<T, RuntimeException> work, HandleCallback<T, RuntimeException> otherwise) {
        return answering(() -> {
            try {
                return writes.withHandle(work);
            } catch (JdbiException e) {
                if (!isNodeLost(e)) {
                    throw e;
                }
                return firstAnswer(otherwise, List.of(reads, reads));
            }
        });
    }

    private static <T extends @Nullable Object> T firstAnswer(
            HandleCallback<T, RuntimeException> work, List<Jdbi> inTurn) {
        try {
            return inTurn.get(0).withHandle(work);
        } catch (JdbiException e) {
            if (!isNodeLost(e) || inTurn.size() == 1) {
                throw e;
            }
            return firstAnswer(work, inTurn.subList(1, inTurn.size()));
        }
    }

    /** Runs statements in one transaction on the primary. */
    public <T extends @Nullable Object> T write(HandleCallback<T, RuntimeException> work) {
        return answering(() -> {
            try {
                return writes.inTransaction(work);
            } catch (JdbiException e) {
                throw SqlState.of(e).startsWith(LOST_UNDER_WAY) ? outcomeUnknown() : e;
            }
        });
    }

    private static Connection readOnly(Connection connection) throws SQLException {
        connection.setReadOnly(true);
        return connection;
    }

    private static <T extends @Nullable Object> T answering(Supplier<T> work) {
        try {
            return work.get();
        } catch (JdbiException e) {
            throw isUnavailable(e) ? unavailable() : e;
        }
    }

    static Problem unavailable() {
        return Problem.unavailable("The database cannot be reached.", RETRY_AFTER_SECONDS);
    }

    private static Problem outcomeUnknown() {
        return Problem.unavailable(
                "The database was lost under way; outcome: unknown. Look before you try again.", RETRY_AFTER_SECONDS);
    }

    /** Not this request's fault, and it passes. */
    static boolean isUnavailable(JdbiException failure) {
        return failure instanceof ConnectionException
                || SqlState.isTransient(failure)
                || PASSING.stream().anyMatch(SqlState.of(failure)::startsWith);
    }

    /** Worth asking another node: unlike a statement that is too slow or a pool that is busy, which the next would suffer too. */
    static boolean isNodeLost(JdbiException failure) {
        return NODE_LOST.stream().anyMatch(SqlState.of(failure)::startsWith);
    }
}
