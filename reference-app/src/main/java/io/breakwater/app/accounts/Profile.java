package io.breakwater.app.accounts;

import java.time.Instant;

/** An account as everybody sees it. */
public record Profile(String id, String username, int karma, Instant createdAt) {}
