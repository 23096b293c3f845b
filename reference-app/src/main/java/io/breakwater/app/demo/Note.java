package io.breakwater.app.demo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comment before it has a number. */
final class Note {
    private final int post;
    private final @Nullable Note parent;
    private final int author;
    private final Scene scene;
    private final String body;
    private final Instant createdAt;
    private final int depth;
    private final List<Remark> openReplies;
    private boolean answered;

    Note(int post, @Nullable Note parent, int author, Scene scene, Remark remark, String body, Instant createdAt) {
        this.post = post;
        this.parent = parent;
        this.author = author;
        this.scene = scene;
        this.body = body;
        this.createdAt = createdAt;
        this.depth = parent == null ? 1 : parent.depth + 1;
        this.openReplies = new ArrayList<>(remark.replies());
    }

    int post() {
        return post;
    }

    @Nullable
    Note parent() {
        return parent;
    }

    int author() {
        return author;
    }

    Scene scene() {
        return scene;
    }

    String body() {
        return body;
    }

    Instant createdAt() {
        return createdAt;
    }

    int depth() {
        return depth;
    }

    /** The replies that were written for this comment and are not said yet. */
    List<Remark> openReplies() {
        return openReplies;
    }

    boolean isOpenToSmallTalk() {
        return !answered && !body.contains("?");
    }

    void markAnswered() {
        answered = true;
    }
}
