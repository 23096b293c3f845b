package io.breakwater.app.demo;

import java.util.ArrayList;
import java.util.List;

/** A comment to be said, who says it, and what may be answered. */
final class Remark {
    private final Speaker speaker;
    private final Template text;
    private final List<Remark> replies = new ArrayList<>();

    Remark(Speaker speaker, Template text) {
        this.speaker = speaker;
        this.text = text;
    }

    Speaker speaker() {
        return speaker;
    }

    Template text() {
        return text;
    }

    List<Remark> replies() {
        return replies;
    }

    enum Speaker {
        ANYBODY,
        /** Who wrote the post. */
        POSTER,
        /** Who wrote the comment before the one that is answered. */
        BACK
    }
}
