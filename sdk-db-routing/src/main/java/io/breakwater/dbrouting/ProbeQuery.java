package io.breakwater.dbrouting;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The one question a probe asks a node, for PostgreSQL 10 and newer. */
final class ProbeQuery {

    private static final String SQL = """
            SELECT recovery.active AS in_recovery,
                   CASE WHEN recovery.active THEN to_hex(receiver.received_tli)
                        ELSE left(pg_walfile_name(pg_current_wal_lsn()), 8) END AS timeline,
                   CASE WHEN recovery.active THEN pg_last_wal_replay_lsn()
                        ELSE pg_current_wal_lsn() END - '0/0'::pg_lsn AS lsn,
                   CASE WHEN receiver.pid IS NULL THEN 'absent'
                        ELSE coalesce(receiver.status, 'hidden: the role needs pg_read_all_stats') END AS receiver,
                   (CASE WHEN pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn() THEN 0
                         ELSE extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()) * 1000000
                    END)::bigint AS replay_delay_micros,
                   (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint AS last_commit_micros
              FROM (SELECT pg_is_in_recovery() AS active) recovery
              LEFT JOIN pg_stat_wal_receiver receiver ON true
            """;

    private ProbeQuery() {}

    static NodeSample run(Connection connection, NanoClock clock) throws SQLException {
        long takenAtNanos = clock.nanos();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SQL)) {
            row.next();
            return sample(row, takenAtNanos);
        }
    }

    private static NodeSample sample(ResultSet row, long takenAtNanos) throws SQLException {
        return new NodeSample(
                takenAtNanos,
                row.getBoolean("in_recovery"),
                timeline(row.getString("timeline")),
                row.getLong("lsn"),
                row.getString("receiver"),
                replayDelay(micros(row, "replay_delay_micros")),
                lastCommit(micros(row, "last_commit_micros")));
    }

    private static long timeline(@Nullable String hex) {
        return hex == null ? 0 : Long.parseLong(hex, 16);
    }

    private static @Nullable Duration replayDelay(@Nullable Long micros) {
        return micros == null ? null : Duration.of(micros, ChronoUnit.MICROS);
    }

    private static @Nullable Instant lastCommit(@Nullable Long micros) {
        return micros == null ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static @Nullable Long micros(ResultSet row, String column) throws SQLException {
        long micros = row.getLong(column);
        return row.wasNull() ? null : micros;
    }
}
