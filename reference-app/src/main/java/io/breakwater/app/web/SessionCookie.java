package io.breakwater.app.web;

import io.javalin.http.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cookie that carries the session's id. With TLS its name binds it to this host and path. */
public final class SessionCookie {

    private final boolean secure;
    private final Duration life;

    public SessionCookie(boolean secure, Duration life) {
        this.secure = secure;
        this.life = life;
    }

    @Nullable
    String read(Context context) {
        return context.cookie(name());
    }

    /** Signs the browser in. */
    public void set(Context context, String sessionId) {
        write(context, sessionId, life.toSeconds());
    }

    /** Signs the browser out. */
    public void clear(Context context) {
        write(context, "", 0);
    }

    private void write(Context context, String value, long maxAge) {
        String cookie = name() + "=" + value + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + maxAge
                + (secure ? "; Secure" : "");
        context.res().addHeader("Set-Cookie", cookie);
        context.header("Cache-Control", "no-store");
    }

    private String name() {
        return secure ? "__Host-sid" : "sid";
    }
}
