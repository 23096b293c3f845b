package io.breakwater.cache.arch;

import io.breakwater.session.Session;

/** Breaks the first law, so that its test can be seen to notice. */
public final class KnowsSessions {

    private KnowsSessions() {}

    public static String of(Session session) {
        return session.subject();
    }
}
