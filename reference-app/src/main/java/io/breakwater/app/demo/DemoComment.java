package io.breakwater.app.demo;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a post or to another comment.
 *
 * @param number the index in {@link DemoForum#comments()}; grows with {@code createdAt}
 * @param post the number of its post
 * @param parent the number of the comment it answers, always smaller than its own; null when it answers the post
 * @param author the number of its author
 * @param body 1 to 10,000 characters
 * @param score up votes less down votes
 * @param createdAt after the post and after the parent
 * @param depth 1 when it answers the post, at most 6
 */
public record DemoComment(
        int number,
        int post,
        @Nullable Integer parent,
        int author,
        String body,
        int score,
        Instant createdAt,
        int depth) {}
