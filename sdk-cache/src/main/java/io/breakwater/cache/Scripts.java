package io.breakwater.cache;

import io.breakwater.redis.link.Script;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Objects;

/** The scripts, each behind what all of them share. */
final class Scripts {

    static final Script READ = script("read");
    static final Script STORE = script("store");
    static final Script FAIL = script("fail");
    static final Script RENEW = script("renew");
    static final Script RELEASE = script("release");
    static final Script REFRESH = script("refresh");
    static final Script INVALIDATE = script("invalidate");
    static final Script CLEAR = script("clear");
    static final Script PUT = script("put");
    static final Script INTENT = script("intent");
    static final Script SETTLE = script("settle");
    static final Script SYNC = script("sync");

    private Scripts() {}

    private static Script script(String name) {
        return Script.read(name, new SequenceInputStream(resource("record"), resource(name)));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Scripts.class.getResourceAsStream(name + ".lua"), name);
    }
}
