package io.breakwater.app.demo;

import io.breakwater.app.accounts.Passwords;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** Puts the demo forum into an empty database, by COPY, in one transaction. */
final class DemoDatabase {

    /** All demo users sign in with this. */
    static final String PASSWORD = "breakwater";

    private static final long SEED = 42;

    private DemoDatabase() {}

    /** Loads the forum; the tables must be empty. */
    static DemoForum load(DataSource primary) throws SQLException, IOException {
        DemoForum forum = DemoForum.generate(SEED, Instant.now());
        try (Connection connection = primary.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            new Loading(connection.unwrap(PGConnection.class).getCopyAPI(), forum).all();
            finish(statement);
            connection.commit();
            statement.execute("ANALYZE");
            connection.commit();
        }
        return forum;
    }

    /** What follows from the rows, and the sequences, which COPY passes by. */
    private static void finish(Statement statement) throws SQLException {
        statement.execute("""
                INSERT INTO moderator (community_id, account_id) SELECT id, owner_id FROM community;
                INSERT INTO membership (account_id, community_id)
                    SELECT DISTINCT author_id, community_id FROM post
                    UNION SELECT DISTINCT c.author_id, p.community_id FROM comment c JOIN post p ON p.id = c.post_id
                    UNION SELECT owner_id, id FROM community;
                UPDATE community SET members =
                    (SELECT count(*) FROM membership m WHERE m.community_id = community.id);
                UPDATE post SET hot = hot_rank(score, created_at),
                    comment_count = (SELECT count(*) FROM comment c WHERE c.post_id = post.id);
                UPDATE account SET karma = coalesce((SELECT sum(score) FROM post p WHERE p.author_id = account.id), 0)
                    + coalesce((SELECT sum(score) FROM comment c WHERE c.author_id = account.id), 0);
                SELECT setval(pg_get_serial_sequence(t, 'id'), m) FROM (VALUES
                    ('account', (SELECT max(id) FROM account)), ('community', (SELECT max(id) FROM community)),
                    ('post', (SELECT max(id) FROM post)), ('comment', (SELECT max(id) FROM comment))) AS s(t, m);
                """);
    }

    /** One COPY for each table. Ids are the numbers of the forum, counted from 1. */
    private record Loading(CopyManager copy, DemoForum forum) {

        void all() throws SQLException, IOException {
            String hash = Passwords.hash(PASSWORD);
            Instant opened = forum.posts().get(0).createdAt().minusSeconds(86_400);
            copy(
                    "account (id, username, email, password_hash, display_name, bio, created_at)",
                    forum.users(),
                    user -> row(
                            user.number() + 1,
                            user.username(),
                            user.username() + "@example.org",
                            hash,
                            user.displayName(),
                            user.bio(),
                            opened));
            copy(
                    "community (id, name, title, description, rules, owner_id, created_at)",
                    forum.communities(),
                    community -> row(
                            community.number() + 1,
                            community.name(),
                            community.title(),
                            community.description(),
                            community.rules(),
                            community.owner() + 1,
                            opened));
            copy(
                    "post (id, community_id, author_id, title, body, score, hot, views, created_at)",
                    forum.posts(),
                    post -> row(
                            post.number() + 1,
                            post.community() + 1,
                            post.author() + 1,
                            post.title(),
                            post.body(),
                            post.score(),
                            0,
                            post.views(),
                            post.createdAt()));
            copy(
                    "comment (id, post_id, parent_id, author_id, depth, body, score, created_at)",
                    forum.comments(),
                    comment -> row(
                            comment.number() + 1,
                            comment.post() + 1,
                            next(comment.parent()),
                            comment.author() + 1,
                            comment.depth(),
                            comment.body(),
                            comment.score(),
                            comment.createdAt()));
        }

        private <T> void copy(String table, List<T> items, Function<T, String> row) throws SQLException, IOException {
            String rows = items.stream().map(row).collect(Collectors.joining());
            copy.copyIn("COPY " + table + " FROM STDIN", new StringReader(rows));
        }

        private static @Nullable Integer next(@Nullable Integer number) {
            return number == null ? null : number + 1;
        }

        private static String row(@Nullable Object... values) {
            StringBuilder row = new StringBuilder();
            for (@Nullable Object value : values) {
                row.append(row.isEmpty() ? "" : "\t").append(field(value));
            }
            return row.append('\n').toString();
        }

        /** The text format of COPY (PostgreSQL manual, COPY, File Formats). */
        private static String field(@Nullable Object value) {
            if (value == null) {
                return "\\N";
            }
            return value.toString()
                    .replace("\\", "\\\\")
                    .replace("\t", "\\t")
                    .replace("\n", "\\n")
                    .replace("\r", "\\r");
        }
    }
}
