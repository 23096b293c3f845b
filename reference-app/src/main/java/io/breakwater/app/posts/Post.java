package io.breakwater.app.posts;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A post as it is stored and cached. A deleted one is kept in the cache as such: a replica that lags may still show it.
 *
 * @param hot the sort key of the hot feed
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
