package io.breakwater.app.posts;

import io.breakwater.app.web.Cursor;
import io.breakwater.app.web.Problem;
import io.javalin.http.Context;
import java.util.Locale;
import org.jdbi.v3.core.statement.Query;

/** The order of a feed: the SQL of its key, and the key of a post for the cursor. */
public enum Sort {
    HOT("p.hot"),
    NEW("p.id"),
    TOP("p.score");

    private final String column;

    Sort(String column) {
        this.column = column;
    }

    static Sort of(Context context) {
        String given = context.queryParam("sort");
        if (given == null) {
            return HOT;
        }
        for (Sort sort : values()) {
            if (sort.label().equals(given)) {
                return sort;
            }
        }
        throw Problem.validation("sort", "must be hot, new or top");
    }

    /** As it stands in a query string. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String orderBy() {
        return this == NEW ? "p.id DESC" : column + " DESC, p.id DESC";
    }

    String after() {
        return this == NEW ? "p.id < :id" : "(" + column + ", p.id) < (:key, :id)";
    }

    /** With the column's own type: compared with another, PostgreSQL would not use the index. */
    void bindKey(Query query, Cursor cursor) {
        switch (this) {
            case HOT -> query.bind("key", cursor.keyAsDouble());
            case TOP -> query.bind("key", cursor.keyAsInt());
            case NEW -> {}
        }
    }

    Cursor cursorAfter(Post post) {
        String key = switch (this) {
            case HOT -> String.valueOf(post.hot());
            case NEW -> "0";
            case TOP -> String.valueOf(post.score());
        };
        return new Cursor(label(), key, String.valueOf(post.id()));
    }
}
