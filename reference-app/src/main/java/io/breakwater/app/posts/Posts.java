package io.breakwater.app.posts;

import io.breakwater.app.db.CachedRows;
import io.breakwater.app.db.Database;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Cursor;
import io.breakwater.app.web.Page;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Validation;
import io.breakwater.cache.CacheBuilder;
import io.breakwater.cache.LoadContext;
import io.breakwater.cache.Lookup;
import io.breakwater.cache.ReadThrough;
import io.breakwater.cache.micrometer.CacheMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jspecify.annotations.Nullable;

/** Posts: writing, reading through the cache, changing and deleting them, and the feeds. */
public final class Posts implements AutoCloseable {

    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_BODY = 40_000;
    private static final int UNAVAILABLE = 503;

    private final Database database;
    private final CachedRows<Long, Post> rows;
    private final ReadThrough<Long, Post> cache;

    public Posts(Database database, CacheBuilder<Long, Post> cache) {
        this.database = database;
        this.rows = new CachedRows<>(database, PostTable::find);
        this.cache = cache.readThrough(this::load);
    }

    public Post create(Caller caller, String community, @Nullable String title, @Nullable String body) {
        Validation validation = new Validation();
        String validTitle = validation.text("title", title, 1, LONGEST_TITLE);
        String validBody = validation.text("body", body, 0, LONGEST_BODY);
        validation.done();
        Post created = database.write(handle -> {
            long id = PostTable.insert(handle, community, caller.accountId(), validTitle, validBody)
                    .orElseThrow(() -> Problem.notFound("There is no community of this name."));
            return PostTable.find(handle, id).orElseThrow();
        });
        changed(created.id());
        return created;
    }

    /** The post and where it came from. */
    public Lookup<Post> find(long id) {
        Lookup<Post> found = cache.lookup(id);
        if (found.value() == null) {
            throw unknown();
        }
        return found;
    }

    /** The posts that the front page begins with: those that most will ask for. */
    List<Long> hottest(int limit) {
        return database.readNewest(handle -> PostTable.hottest(handle, limit));
    }

    /**
     * Sees to it that posts are in the cache.
     *
     * @throws io.breakwater.cache.CacheBulkException if some could not be loaded
     */
    void cache(List<Long> ids) {
        var unused = cache.getAll(ids);
    }

    public Page<Post> list(Feed feed) {
        List<Post> found = database.read(handle -> PostTable.list(handle, feed, feed.limit() + 1));
        List<Post> items = found.subList(0, Math.min(feed.limit(), found.size()));
        Optional<Cursor> next = found.size() > feed.limit()
                ? Optional.of(feed.sort().cursorAfter(items.get(items.size() - 1)))
                : Optional.empty();
        return new Page<>(items, next.map(Cursor::encode).orElse(null));
    }

    public Post edit(Caller caller, long id, @Nullable String title, @Nullable String body) {
        Validation validation = new Validation();
        validation.optionalText("title", title, 1, LONGEST_TITLE);
        validation.optionalText("body", body, 0, LONGEST_BODY);
        validation.require(title != null || body != null, "body", "or title must be given");
        validation.done();
        return change(id, handle -> {
            requireRight(handle, id, caller);
            PostTable.update(handle, id, title, body);
            return PostTable.find(handle, id).orElseThrow();
        });
    }

    public void delete(Caller caller, long id) {
        change(id, handle -> {
            requireRight(handle, id, caller);
            PostTable.delete(handle, id);
            return id;
        });
    }

    /** Told to the cache also when the database was lost over it: nobody knows then whether it has happened. */
    private <T> T change(long id, HandleCallback<T, RuntimeException> work) {
        try {
            T done = database.write(work);
            changed(id);
            return done;
        } catch (Problem problem) {
            if (problem.status() == UNAVAILABLE) {
                changed(id);
            }
            throw problem;
        }
    }

    private void changed(long id) {
        cache.invalidate(id, CachedRows.CHANGED);
    }

    private @Nullable Post load(long id, LoadContext<Post> context) {
        Post post = rows.load(id, context);
        return post == null || post.deleted() ? null : post;
    }

    /** The figures of the cache. */
    public MeterBinder metrics() {
        return CacheMetrics.of(cache);
    }

    @Override
    public void close() {
        cache.close();
    }

    private static void requireRight(Handle handle, long id, Caller caller) {
        boolean mayChange = PostTable.mayChange(handle, id, caller.accountId()).orElseThrow(Posts::unknown);
        if (!mayChange) {
            throw Problem.forbidden("Only its author or a moderator may change a post.");
        }
    }

    private static Problem unknown() {
        return Problem.notFound("There is no such post.");
    }
}
