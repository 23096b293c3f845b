package io.breakwater.app.web;

import io.breakwater.session.Session;
import io.breakwater.session.Sessions;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Optional;

/** Who is calling: by a Bearer token, which is never ignored, or by the session cookie. */
public final class Authentication {

    private static final String CALLER = Authentication.class.getName();
    private static final String AUTHORIZATION = "Authorization";
    private static final String BEARER = "Bearer ";

    private final Sessions sessions;
    private final SessionCookie cookie;

    public Authentication(Sessions sessions, SessionCookie cookie) {
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /** The caller, or nobody. A Bearer token that does not hold is a problem even where nobody would do. */
    public Optional<Caller> caller(Context context) {
        Optional<Caller> known = context.attribute(CALLER);
        if (known == null) {
            known = find(context);
            context.attribute(CALLER, known);
        }
        return known;
    }

    /** Refuses a request whose token does not hold, whatever it asks for. */
    public void checkToken(Context context) {
        if (context.header(AUTHORIZATION) != null) {
            var unused = caller(context);
        }
    }

    /** The caller of a read that is not for everybody. */
    public Caller required(Context context) {
        return caller(context)
                .orElseThrow(() -> Problem.unauthorized("This needs a Bearer token or a session cookie."));
    }

    /** The caller of a write by the API. */
    public Caller writer(Context context) {
        Caller caller = required(context);
        if (caller.byCookie()) {
            Csrf.check(caller, context.header("X-CSRF-Token"));
        }
        return caller;
    }

    /** The caller of a write by a form of one of our pages. */
    public Caller formWriter(Context context) {
        requireForm(context);
        Caller caller = required(context);
        Csrf.check(caller, context.formParam("_csrf"));
        return caller;
    }

    /** Forms that nobody is signed in for have no token: there the browser's word on the origin decides. */
    public void requireOwnOrigin(Context context) {
        requireForm(context);
        String origin = context.header("Origin");
        if (origin != null && !isOwn(origin, context)) {
            throw Problem.forbidden("This form belongs to another site.");
        }
        String site = context.header("Sec-Fetch-Site");
        if (site != null && site.equals("cross-site")) {
            throw Problem.forbidden("This form belongs to another site.");
        }
    }

    /** Our forms have no files: a multipart body is not one of them, whatever its size. */
    private static void requireForm(Context context) {
        if (!context.isFormUrlencoded()) {
            throw Problem.ofStatus(415, "Send application/x-www-form-urlencoded.");
        }
    }

    private static boolean isOwn(String origin, Context context) {
        try {
            return context.host() != null
                    && context.host().equals(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Optional<Caller> find(Context context) {
        String header = context.header(AUTHORIZATION);
        if (header != null) {
            return Optional.of(byHeader(header));
        }
        String id = cookie.read(context);
        return id == null || id.isEmpty() ? Optional.empty() : find(id, true);
    }

    private Caller byHeader(String header) {
        if (!header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Problem.unauthorized("Only Bearer tokens are understood.");
        }
        return find(header.substring(BEARER.length()).strip(), false)
                .orElseThrow(() -> Problem.unauthorized("The token is invalid or has expired."));
    }

    private Optional<Caller> find(String id, boolean byCookie) {
        Optional<Session> session = sessions.find(id);
        return session.map(found -> Caller.of(found.subject(), id, byCookie));
    }
}
