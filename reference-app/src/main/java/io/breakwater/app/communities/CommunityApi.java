package io.breakwater.app.communities;

import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Cursor;
import io.breakwater.app.web.Json;
import io.breakwater.app.web.Page;
import io.breakwater.app.web.Query;
import io.breakwater.app.web.Route;
import io.javalin.http.Context;
import java.util.List;

/** {@code /api/communities}. */
public final class CommunityApi {

    private static final String LIST = "communities";

    private final Communities communities;
    private final Authentication authentication;

    public CommunityApi(Communities communities, Authentication authentication) {
        this.communities = communities;
        this.authentication = authentication;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/communities", this::create),
                Route.get("/api/communities", this::list),
                Route.get("/api/communities/{name}", this::find),
                Route.patch("/api/communities/{name}", this::edit),
                Route.post("/api/communities/{name}/membership", this::join),
                Route.delete("/api/communities/{name}/membership", this::leave));
    }

    private void create(Context context) {
        var caller = authentication.writer(context);
        Community created = communities.create(caller, Json.body(context, Communities.Draft.class));
        context.header("Location", "/api/communities/" + created.name());
        Json.answer(context, 201, created);
    }

    private void list(Context context) {
        int limit = Query.limit(context);
        String after = Cursor.of(context, LIST)
                .map(cursor -> cursor.idAsName(Communities.NAME))
                .orElse("");
        List<Community> found = communities.list(authentication.caller(context), after, limit + 1);
        List<Community> items = found.subList(0, Math.min(limit, found.size()));
        String next = found.size() > limit
                ? new Cursor(LIST, "", items.get(items.size() - 1).name()).encode()
                : null;
        Json.answer(context, 200, new Page<>(items, next));
    }

    private void find(Context context) {
        Json.answer(context, 200, communities.find(authentication.caller(context), context.pathParam("name")));
    }

    private void edit(Context context) {
        var caller = authentication.writer(context);
        Communities.Draft draft = Json.body(context, Communities.Draft.class);
        Json.answer(context, 200, communities.edit(caller, context.pathParam("name"), draft));
    }

    private void join(Context context) {
        communities.join(authentication.writer(context), context.pathParam("name"));
        context.status(204);
    }

    private void leave(Context context) {
        communities.leave(authentication.writer(context), context.pathParam("name"));
        context.status(204);
    }
}
