package io.breakwater.app.posts;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of posts. */
final class PostTable {

    private static final String SELECT = """
            SELECT p.id, c.name AS community, a.username AS author, p.title, p.body, p.score, p.hot, p.views,
                   p.comment_count, p.created_at, p.edited_at, p.deleted_at IS NOT NULL AS deleted
            FROM post p JOIN community c ON c.id = p.community_id JOIN account a ON a.id = p.author_id
            """;

    private PostTable() {}

    static Optional<Post> find(Handle handle, long id) {
        return handle.createQuery(SELECT + " WHERE p.id = :id")
                .bind("id", id)
                .mapTo(Post.class)
                .findOne();
    }

    /** The posts that the front page begins with. */
    static List<Long> hottest(Handle handle, int limit) {
        return handle.createQuery(
                        "SELECT id FROM post WHERE deleted_at IS NULL ORDER BY hot DESC, id DESC LIMIT :limit")
                .bind("limit", limit)
                .mapTo(Long.class)
                .list();
    }

    static List<Post> list(Handle handle, Feed feed, int limit) {
        StringBuilder sql = new StringBuilder(SELECT).append(" WHERE p.deleted_at IS NULL");
        feed.community()
                .ifPresent(
                        name -> sql.append(" AND p.community_id = (SELECT id FROM community WHERE name = :community)"));
        feed.joinedBy()
                .ifPresent(account -> sql.append(
                        " AND p.community_id IN (SELECT community_id FROM membership WHERE account_id = :account)"));
        feed.after().ifPresent(cursor -> sql.append(" AND ").append(feed.sort().after()));
        sql.append(" ORDER BY ").append(feed.sort().orderBy()).append(" LIMIT :limit");
        Query query = handle.createQuery(sql.toString()).bind("limit", limit);
        feed.community().ifPresent(name -> query.bind("community", name));
        feed.joinedBy().ifPresent(account -> query.bind("account", account));
        feed.after().ifPresent(cursor -> {
            query.bind("id", cursor.idAsNumber());
            feed.sort().bindKey(query, cursor);
        });
        return query.mapTo(Post.class).list();
    }

    static Optional<Long> insert(Handle handle, String community, long author, String title, String body) {
        return handle.createQuery("""
                        INSERT INTO post (community_id, author_id, title, body, hot)
                        SELECT id, :author, :title, :body, hot_rank(0, now()) FROM community WHERE name = :community
                        RETURNING id
                        """)
                .bind("community", community)
                .bind("author", author)
                .bind("title", title)
                .bind("body", body)
                .mapTo(Long.class)
                .findOne();
    }

    static void update(Handle handle, long id, @Nullable String title, @Nullable String body) {
        handle.createUpdate("UPDATE post SET title = coalesce(:title, title), body = coalesce(:body, body),"
                        + " edited_at = now() WHERE id = :id")
                .bind("title", title)
                .bind("body", body)
                .bind("id", id)
                .execute();
    }

    static void delete(Handle handle, long id) {
        handle.execute("UPDATE post SET deleted_at = now() WHERE id = ?", id);
    }

    /** Locks the post and tells whether this account wrote it or moderates its community; empty if it is not there. */
    static Optional<Boolean> mayChange(Handle handle, long id, long account) {
        return handle.createQuery("""
                        SELECT p.author_id = :account OR EXISTS (
                            SELECT 1 FROM moderator m WHERE m.community_id = p.community_id AND m.account_id = :account)
                        FROM post p WHERE p.id = :id AND p.deleted_at IS NULL FOR UPDATE OF p
                        """)
                .bind("id", id)
                .bind("account", account)
                .mapTo(Boolean.class)
                .findOne();
    }
}
