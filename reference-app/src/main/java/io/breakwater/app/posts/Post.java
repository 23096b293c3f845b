package io.breakwater.app.posts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is stored and cached.
 *
 * @param hot the sort key of the hot feed
 * @param deleted whether only its row is left; the cache then has nothing of it
 */
public record Post(
        long id,
        String community,
        String author,
        String title,
        String body,
        int score,
        double hot,
        long views,
        int commentCount,
        Instant createdAt,
        @Nullable Instant editedAt,
        boolean deleted) {}
