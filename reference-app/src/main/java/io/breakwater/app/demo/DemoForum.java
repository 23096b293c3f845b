package io.breakwater.app.demo;

import java.time.Instant;
import java.util.List;

/**
 * A forum full of believable talk: 300 users, 20 communities, 2,000 posts, 10,000 comments. Numbers in the parts are
 * indexes of these lists.
 *
 * @param users everybody
 * @param communities the biggest first
 * @param posts the oldest first
 * @param comments the oldest first
 */
public record DemoForum(
        List<DemoUser> users, List<DemoCommunity> communities, List<DemoPost> posts, List<DemoComment> comments) {

    /** Copies the lists. */
    public DemoForum {
        users = List.copyOf(users);
        communities = List.copyOf(communities);
        posts = List.copyOf(posts);
        comments = List.copyOf(comments);
    }

    /**
     * Makes a forum; takes well under a second.
     *
     * @param seed the same seed and {@code now} give an equal forum, on every JDK
     * @param now no post and no comment is younger than this
     * @return the forum
     */
    public static DemoForum generate(long seed, Instant now) {
        return new ForumWriter(new Dice(seed), now).write();
    }
}
