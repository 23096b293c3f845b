package io.breakwater.app.pages;

import io.breakwater.app.comments.Comments;
import io.breakwater.app.communities.Communities;
import io.breakwater.app.posts.Post;
import io.breakwater.app.posts.PostApi;
import io.breakwater.app.posts.Posts;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Query;
import io.breakwater.app.web.Route;
import io.breakwater.cache.Lookup;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A post, and the forms that write, change and delete one. */
public final class PostPages {

    private static final int CHOICE = 200;

    private final Renderer renderer;
    private final Authentication authentication;
    private final Posts posts;
    private final Communities communities;
    private final Comments comments;

    public PostPages(
            Renderer renderer, Authentication authentication, Posts posts, Communities communities, Comments comments) {
        this.renderer = renderer;
        this.authentication = authentication;
        this.posts = posts;
        this.communities = communities;
        this.comments = comments;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/c/{name}/posts/{id}", this::show),
                Route.get("/c/{name}/posts/{id}/edit", this::editForm),
                Route.post("/c/{name}/posts/{id}/edit", this::edit),
                Route.post("/c/{name}/posts/{id}/delete", this::delete),
                Route.get("/submit", this::form),
                Route.post("/submit", this::submit));
    }

    private void show(Context context) {
        Lookup<Post> found = posts.find(Query.id(context));
        Post post = inCommunity(context, found);
        context.header("X-Cache", PostApi.cacheHeader(found));
        renderer.page(
                context,
                "post.jte",
                Map.of(
                        "post", post,
                        "comments", comments.thread(post.id()),
                        "community", communities.find(authentication.caller(context), post.community())));
    }

    private void form(Context context) {
        Optional<Caller> viewer = authentication.caller(context);
        if (viewer.isEmpty()) {
            context.redirect("/login", HttpStatus.SEE_OTHER);
            return;
        }
        renderer.page(context, "submit.jte", model(context, context.queryParam("community"), "", ""));
    }

    private void submit(Context context) {
        Caller caller = authentication.formWriter(context);
        String community = context.formParam("community");
        String title = context.formParam("title");
        String body = context.formParam("body");
        try {
            Post created = posts.create(caller, community == null ? "" : community, title, body);
            context.redirect(path(created), HttpStatus.SEE_OTHER);
        } catch (Problem problem) {
            renderer.formAgain(context, "submit.jte", problem, model(context, community, title, body));
        }
    }

    private Map<String, ?> model(
            Context context, @Nullable String community, @Nullable String title, @Nullable String body) {
        return Map.of(
                "communities", communities.largest(authentication.caller(context), CHOICE),
                "community", Objects.requireNonNullElse(community, ""),
                "postTitle", Objects.requireNonNullElse(title, ""),
                "body", Objects.requireNonNullElse(body, ""));
    }

    private void editForm(Context context) {
        authentication.required(context);
        Post post = inCommunity(context, posts.find(Query.id(context)));
        renderer.page(context, "edit.jte", Map.of("post", post, "postTitle", post.title(), "body", post.body()));
    }

    private void edit(Context context) {
        Caller caller = authentication.formWriter(context);
        String title = Objects.requireNonNullElse(context.formParam("title"), "");
        String body = Objects.requireNonNullElse(context.formParam("body"), "");
        Post post = inCommunity(context, posts.find(Query.id(context)));
        try {
            context.redirect(path(posts.edit(caller, post.id(), title, body)), HttpStatus.SEE_OTHER);
        } catch (Problem problem) {
            renderer.formAgain(context, "edit.jte", problem, Map.of("post", post, "postTitle", title, "body", body));
        }
    }

    private void delete(Context context) {
        Caller caller = authentication.formWriter(context);
        posts.delete(caller, inCommunity(context, posts.find(Query.id(context))).id());
        context.redirect("/c/" + context.pathParam("name"), HttpStatus.SEE_OTHER);
    }

    private static Post inCommunity(Context context, Lookup<Post> found) {
        Post post = Objects.requireNonNull(found.value());
        if (!post.community().equals(context.pathParam("name"))) {
            throw Problem.notFound("There is no such post in this community.");
        }
        return post;
    }

    private static String path(Post post) {
        return "/c/" + post.community() + "/posts/" + post.id();
    }
}
