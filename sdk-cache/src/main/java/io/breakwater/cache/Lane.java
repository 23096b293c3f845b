package io.breakwater.cache;

import java.util.List;

/**
 * A sixteenth of a cache's keys, the same on every topology: what is promised of a key is kept by its lane. Everything of a lane has
 * one hash tag, so that a script may touch it in a Cluster; the tags spread evenly over the slots, lane {@code i} in the {@code i}-th
 * sixteenth of them. All of this is part of the stored format: nodes that disagreed would not see each other's changes.
 */
final class Lane {

    static final int COUNT = 16;

    private static final List<String> TAGS =
            List.of("u0", "qp", "dj", "wz", "d2", "pv", "uh", "iy", "ly", "h9", "uv", "q6", "9s", "qn", "dt", "ha");

    private Lane() {}

    static String tag(int lane) {
        return TAGS.get(lane);
    }
}
