package io.breakwater.app.pages;

import io.breakwater.app.accounts.Accounts;
import io.breakwater.app.communities.Communities;
import io.breakwater.app.communities.Community;
import io.breakwater.app.posts.Feed;
import io.breakwater.app.posts.PostApi;
import io.breakwater.app.posts.Posts;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Query;
import io.breakwater.app.web.Route;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The lists: the feed, a community, all communities, a user. */
public final class FeedPages {

    private static final int LARGEST = 20;
    private static final int ALL = 200;

    private final Renderer renderer;
    private final Authentication authentication;
    private final Posts posts;
    private final Communities communities;
    private final Accounts accounts;

    public FeedPages(
            Renderer renderer, Authentication authentication, Posts posts, Communities communities, Accounts accounts) {
        this.renderer = renderer;
        this.authentication = authentication;
        this.posts = posts;
        this.communities = communities;
        this.accounts = accounts;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/", this::home),
                Route.get("/c/{name}", this::community),
                Route.post("/c/{name}/membership", this::membership),
                Route.get("/communities", this::all),
                Route.post("/communities", this::found),
                Route.get("/u/{name}", this::user));
    }

    private void home(Context context) {
        Optional<Caller> viewer = authentication.caller(context);
        boolean joined = Query.flag(context, "joined");
        Optional<Long> joinedBy =
                joined ? Optional.of(authentication.required(context).accountId()) : Optional.empty();
        Feed feed = PostApi.feed(context, Optional.empty(), joinedBy);
        renderer.page(
                context,
                "feed.jte",
                Map.of(
                        "page", posts.list(feed),
                        "sort", feed.sort().label(),
                        "joined", joined,
                        "communities", communities.largest(viewer, LARGEST)));
    }

    private void community(Context context) {
        Community community = communities.find(authentication.caller(context), context.pathParam("name"));
        Feed feed = PostApi.feed(context, Optional.of(community.name()), Optional.empty());
        renderer.page(
                context,
                "community.jte",
                Map.of("page", posts.list(feed), "sort", feed.sort().label(), "community", community));
    }

    private void membership(Context context) {
        Caller caller = authentication.formWriter(context);
        String name = context.pathParam("name");
        if ("leave".equals(context.formParam("action"))) {
            communities.leave(caller, name);
        } else {
            communities.join(caller, name);
        }
        context.redirect("/c/" + name, HttpStatus.SEE_OTHER);
    }

    private void all(Context context) {
        renderer.page(context, "communities.jte", communitiesModel(context, new Communities.Draft("", "", "", "")));
    }

    private void found(Context context) {
        Caller caller = authentication.formWriter(context);
        Communities.Draft draft = new Communities.Draft(
                context.formParam("name"), context.formParam("title"), context.formParam("description"), "");
        try {
            Community created = communities.create(caller, draft);
            context.redirect("/c/" + created.name(), HttpStatus.SEE_OTHER);
        } catch (Problem problem) {
            renderer.formAgain(context, "communities.jte", problem, communitiesModel(context, draft));
        }
    }

    private Map<String, ?> communitiesModel(Context context, Communities.Draft draft) {
        return Map.of("communities", communities.largest(authentication.caller(context), ALL), "draft", draft);
    }

    private void user(Context context) {
        renderer.page(context, "user.jte", Map.of("profile", accounts.profile(context.pathParam("name"))));
    }
}
