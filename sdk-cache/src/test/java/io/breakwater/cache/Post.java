package io.breakwater.cache;

import java.time.Instant;

/** What the tests cache. */
record Post(long id, String title, Instant written) {

    static Post titled(String title) {
        return new Post(42, title, Instant.parse("2026-11-20T10:15:30.123456Z"));
    }
}
