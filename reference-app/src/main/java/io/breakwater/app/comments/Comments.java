package io.breakwater.app.comments;

import io.breakwater.app.db.Database;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The comments of a post. */
public final class Comments {

    private static final int MOST_SHOWN = 500;
    private static final long THE_POST = 0;

    private final Database database;

    public Comments(Database database) {
        this.database = database;
    }

    /** The best comments of a post in reading order: each is followed by its replies, the better ones first. */
    public List<Comment> thread(long post) {
        Map<Long, List<Comment>> replies = new LinkedHashMap<>();
        for (Comment comment : best(post)) {
            Long parent = comment.parentId();
            replies.computeIfAbsent(parent == null ? THE_POST : parent, key -> new ArrayList<>())
                    .add(comment);
        }
        List<Comment> thread = new ArrayList<>();
        addReplies(THE_POST, replies, thread);
        return thread;
    }

    private static void addReplies(long parent, Map<Long, List<Comment>> replies, List<Comment> thread) {
        for (Comment comment : replies.getOrDefault(parent, List.of())) {
            thread.add(comment);
            addReplies(comment.id(), replies, thread);
        }
    }

    private List<Comment> best(long post) {
        return database.read(handle -> handle.createQuery("""
                        SELECT c.id, c.parent_id, a.username AS author, c.depth, c.body, c.score, c.created_at
                        FROM comment c JOIN account a ON a.id = c.author_id
                        WHERE c.post_id = :post AND c.deleted_at IS NULL
                        ORDER BY c.depth, c.score DESC, c.id
                        LIMIT :limit
                        """)
                .bind("post", post)
                .bind("limit", MOST_SHOWN)
                .mapTo(Comment.class)
                .list());
    }
}
