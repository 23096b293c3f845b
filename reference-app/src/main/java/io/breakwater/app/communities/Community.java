package io.breakwater.app.communities;

import java.time.Instant;

/** A community as one caller sees it. */
public record Community(
        String name,
        String title,
        String description,
        String rules,
        String owner,
        int members,
        Instant createdAt,
        boolean joined) {}
