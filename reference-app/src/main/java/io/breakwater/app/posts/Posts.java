package io.breakwater.app.posts;

import io.breakwater.app.db.Database;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Cursor;
import io.breakwater.app.web.Page;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Validation;
import io.breakwater.cache.CacheBuilder;
import io.breakwater.cache.CacheException;
import io.breakwater.cache.Lookup;
import io.breakwater.cache.ReadThrough;
import io.breakwater.cache.micrometer.CacheMetrics;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts: writing, reading through the cache, changing and deleting them, and the feeds. */
public final class Posts {

    private static final Logger LOG = LoggerFactory.getLogger(Posts.class);
    private static final int LONGEST_TITLE = 300;
    private static final int LONGEST_BODY = 40_000;

    private final Database database;
    private final ReadThrough<Long, Post> cache;

    public Posts(Database database, CacheBuilder<Long, Post> cache) {
        this.database = database;
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
        remember(created.id());
        return created;
    }

    /** The post and where it came from. */
    public Lookup<Post> find(long id) {
        Lookup<Post> found = cache.lookup(id);
        Post post = found.value();
        if (post == null || post.deleted()) {
            throw unknown();
        }
        return found;
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
        Post edited = database.write(handle -> {
            requireRight(handle, id, caller);
            PostTable.update(handle, id, title, body);
            return PostTable.find(handle, id).orElseThrow();
        });
        remember(id);
        return edited;
    }

    public void delete(Caller caller, long id) {
        database.write(handle -> {
            requireRight(handle, id, caller);
            PostTable.delete(handle, id);
            return id;
        });
        remember(id);
    }

    /** A replica that does not know a post yet is no proof that there is none. */
    private @Nullable Post load(long id) {
        Optional<Post> post = database.read(handle -> PostTable.find(handle, id));
        return post.or(() -> database.write(handle -> PostTable.find(handle, id)))
                .orElse(null);
    }

    /**
     * What was written goes into the cache itself: what a replica would say is older. The row is locked meanwhile, so that the
     * cache sees writes in the order in which the database did, whoever made them.
     */
    private void remember(long id) {
        try {
            database.write(handle -> {
                Post current = PostTable.lock(handle, id).orElseThrow();
                cache.put(id, current);
                return current;
            });
        } catch (CacheException | Problem e) {
            LOG.warn("post {} was written, and instances may show the old one for a while: {}", id, e.getMessage());
        }
    }

    /** The figures of the cache. */
    public MeterBinder metrics() {
        return CacheMetrics.of(cache);
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
