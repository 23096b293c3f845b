package io.breakwater.app.accounts;

import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Csrf;
import io.breakwater.app.web.Json;
import io.breakwater.app.web.Route;
import io.breakwater.app.web.SessionCookie;
import io.breakwater.session.Session;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/auth} and {@code /api/users}. */
public final class AccountApi {

    private final Accounts accounts;
    private final Authentication authentication;
    private final SessionCookie cookie;
    private final Duration tokenLife;

    public AccountApi(Accounts accounts, Authentication authentication, SessionCookie cookie, Duration tokenLife) {
        this.accounts = accounts;
        this.authentication = authentication;
        this.cookie = cookie;
        this.tokenLife = tokenLife;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/auth/register", this::register),
                Route.post("/api/auth/login", this::login),
                Route.post("/api/auth/logout", this::logout),
                Route.get("/api/auth/csrf", this::csrf),
                Route.get("/api/users/{username}", this::profile));
    }

    private void register(Context context) {
        Registration request = Json.body(context, Registration.class);
        Json.answer(context, 201, accounts.register(request.username(), request.email(), request.password()));
    }

    private void login(Context context) {
        Login request = Json.body(context, Login.class);
        Session session = accounts.login(request.username(), request.password());
        cookie.set(context, session.id());
        Json.answer(
                context,
                200,
                Map.of("accessToken", session.id(), "expiresIn", tokenLife.toSeconds(), "tokenType", "Bearer"));
    }

    private void logout(Context context) {
        Caller caller = authentication.writer(context);
        accounts.logout(caller);
        cookie.clear(context);
        context.status(204);
    }

    private void csrf(Context context) {
        Json.answer(context, 200, Map.of("token", Csrf.token(authentication.required(context))));
    }

    private void profile(Context context) {
        Json.answer(context, 200, accounts.profile(context.pathParam("username")));
    }

    /** The body of a registration. */
    record Registration(
            @Nullable String username,
            @Nullable String email,
            @Nullable String password) {

        @Override
        public String toString() {
            return "Registration[" + username + "]";
        }
    }

    /** The body of a login. */
    record Login(@Nullable String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }
}
