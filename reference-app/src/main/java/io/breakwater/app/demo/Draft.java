package io.breakwater.app.demo;

import java.time.Instant;

/** A post before its thread is written: what it speaks about is still known. */
record Draft(int community, int author, Genre genre, Scene scene, String title, String body, Instant createdAt) {}
