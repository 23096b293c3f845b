package io.breakwater.app.posts;

import io.breakwater.app.web.Cursor;
import java.util.Optional;

/**
 * Which posts to list.
 *
 * @param sort their order
 * @param after the last post of the part before
 * @param limit how many at the most
 * @param community only those of this community
 * @param joinedBy only those of communities that this account has joined
 */
public record Feed(Sort sort, Optional<Cursor> after, int limit, Optional<String> community, Optional<Long> joinedBy) {}
