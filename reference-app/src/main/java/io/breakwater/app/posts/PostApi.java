package io.breakwater.app.posts;

import io.breakwater.app.communities.Communities;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Cursor;
import io.breakwater.app.web.Json;
import io.breakwater.app.web.Page;
import io.breakwater.app.web.Query;
import io.breakwater.app.web.Route;
import io.breakwater.cache.Lookup;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/posts}, {@code /api/feed} and the posts of a community. */
public final class PostApi {

    private final Posts posts;
    private final Communities communities;
    private final Authentication authentication;

    public PostApi(Posts posts, Communities communities, Authentication authentication) {
        this.posts = posts;
        this.communities = communities;
        this.authentication = authentication;
    }

    public List<Route> routes() {
        return List.of(
                Route.post("/api/communities/{name}/posts", this::create),
                Route.get("/api/communities/{name}/posts", this::ofCommunity),
                Route.get("/api/feed", this::feed),
                Route.get("/api/posts/{id}", this::find),
                Route.patch("/api/posts/{id}", this::edit),
                Route.delete("/api/posts/{id}", this::delete));
    }

    /** The feed that a request asks for. */
    public static Feed feed(Context context, Optional<String> community, Optional<Long> joinedBy) {
        Sort sort = Sort.of(context);
        return new Feed(sort, Cursor.of(context, sort.label()), Query.limit(context), community, joinedBy);
    }

    /** The contract's word for where a post came from. */
    public static String cacheHeader(Lookup<Post> found) {
        return switch (found.source()) {
            case NEAR -> "near";
            case SHARED -> "store";
            case LOADER -> "miss";
        };
    }

    private void create(Context context) {
        Caller caller = authentication.writer(context);
        Draft draft = Json.body(context, Draft.class);
        Post created = posts.create(caller, context.pathParam("name"), draft.title(), draft.body());
        context.header("Location", "/api/posts/" + created.id());
        Json.answer(context, 201, View.of(created));
    }

    private void ofCommunity(Context context) {
        String name =
                communities.find(Optional.empty(), context.pathParam("name")).name();
        answer(context, feed(context, Optional.of(name), Optional.empty()));
    }

    private void feed(Context context) {
        Optional<Long> joinedBy = Query.flag(context, "joined")
                ? Optional.of(authentication.required(context).accountId())
                : Optional.empty();
        answer(context, feed(context, Optional.empty(), joinedBy));
    }

    private void answer(Context context, Feed feed) {
        Page<Post> page = posts.list(feed);
        Json.answer(context, 200, new Page<>(page.items().stream().map(View::of).toList(), page.nextCursor()));
    }

    private void find(Context context) {
        Lookup<Post> found = posts.find(Query.id(context));
        context.header("X-Cache", cacheHeader(found));
        Json.answer(context, 200, View.of(Objects.requireNonNull(found.value())));
    }

    private void edit(Context context) {
        Caller caller = authentication.writer(context);
        long id = Query.id(context);
        Draft draft = Json.body(context, Draft.class);
        Json.answer(context, 200, View.of(posts.edit(caller, id, draft.title(), draft.body())));
    }

    private void delete(Context context) {
        posts.delete(authentication.writer(context), Query.id(context));
        context.status(204);
    }

    /** The body of a new or changed post. */
    record Draft(@Nullable String title, @Nullable String body) {}

    /** A post as the API shows it. */
    record View(
            String id,
            String community,
            String author,
            String title,
            String body,
            int score,
            long views,
            int commentCount,
            Instant createdAt,
            @Nullable Instant editedAt,
            int myVote) {

        static View of(Post post) {
            return new View(
                    String.valueOf(post.id()),
                    post.community(),
                    post.author(),
                    post.title(),
                    post.body(),
                    post.score(),
                    post.views(),
                    post.commentCount(),
                    post.createdAt(),
                    post.editedAt(),
                    0);
        }
    }
}
