package io.breakwater.app.demo;

import java.time.Instant;

/**
 * What opens a thread.
 *
 * @param number the index in {@link DemoForum#posts()}; grows with {@code createdAt}
 * @param community the number of its community
 * @param author the number of its author
 * @param title 1 to 300 characters
 * @param body at most 40,000 characters; paragraphs are parted by an empty line
 * @param score up votes less down votes
 * @param views always more than the score
 * @param createdAt within the 90 days before the forum's "now"
 */
public record DemoPost(
        int number, int community, int author, String title, String body, int score, int views, Instant createdAt) {}
