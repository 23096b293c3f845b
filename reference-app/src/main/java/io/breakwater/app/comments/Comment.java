package io.breakwater.app.comments;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A comment as it is shown.
 *
 * @param parentId what it replies to; null for a reply to the post
 * @param depth 1 for a reply to the post
 */
public record Comment(
        long id, @Nullable Long parentId, String author, int depth, String body, int score, Instant createdAt) {}
