package io.breakwater.app.pages;

import io.breakwater.app.accounts.Accounts;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Route;
import io.breakwater.app.web.SessionCookie;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The forms that register, sign in and sign out. */
public final class AccountPages {

    private final Renderer renderer;
    private final Authentication authentication;
    private final Accounts accounts;
    private final SessionCookie cookie;

    public AccountPages(Renderer renderer, Authentication authentication, Accounts accounts, SessionCookie cookie) {
        this.renderer = renderer;
        this.authentication = authentication;
        this.accounts = accounts;
        this.cookie = cookie;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/login", context -> renderer.page(context, "login.jte", Map.of())),
                Route.post("/login", this::login),
                Route.get("/register", context -> renderer.page(context, "register.jte", Map.of())),
                Route.post("/register", this::register),
                Route.post("/logout", this::logout));
    }

    private void login(Context context) {
        authentication.requireOwnOrigin(context);
        String username = context.formParam("username");
        try {
            signIn(context, username, context.formParam("password"));
        } catch (Problem problem) {
            renderer.formAgain(
                    context, "login.jte", problem, Map.of("username", Objects.requireNonNullElse(username, "")));
        }
    }

    private void register(Context context) {
        authentication.requireOwnOrigin(context);
        String username = context.formParam("username");
        String email = context.formParam("email");
        String password = context.formParam("password");
        try {
            accounts.register(username, email, password);
            signIn(context, username, password);
        } catch (Problem problem) {
            renderer.formAgain(
                    context,
                    "register.jte",
                    problem,
                    Map.of(
                            "username", Objects.requireNonNullElse(username, ""),
                            "email", Objects.requireNonNullElse(email, "")));
        }
    }

    private void signIn(Context context, @Nullable String username, @Nullable String password) {
        cookie.set(context, accounts.login(username, password).id());
        context.redirect("/", HttpStatus.SEE_OTHER);
    }

    private void logout(Context context) {
        accounts.logout(authentication.formWriter(context));
        cookie.clear(context);
        context.redirect("/", HttpStatus.SEE_OTHER);
    }
}
