package io.breakwater.app.communities;

import io.breakwater.app.db.Database;
import io.breakwater.app.db.SqlState;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Validation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Communities: founding, changing, joining and leaving them. */
public final class Communities {

    static final Pattern NAME = Pattern.compile("[a-z0-9_]{3,20}");
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_DESCRIPTION = 1_000;
    private static final int LONGEST_RULES = 5_000;
    private static final long NOBODY = 0;

    private static final String SELECT = """
            SELECT c.name, c.title, c.description, c.rules, a.username AS owner, c.members, c.created_at,
                   EXISTS (SELECT 1 FROM membership m WHERE m.community_id = c.id AND m.account_id = :me) AS joined
            FROM community c JOIN account a ON a.id = c.owner_id
            """;

    private final Database database;

    public Communities(Database database) {
        this.database = database;
    }

    public Community create(Caller caller, Draft draft) {
        Validation validation = new Validation();
        String name = validation.matching("name", draft.name(), NAME, "3 to 20 of the characters a-z, 0-9 and _");
        String title = validation.text("title", draft.title(), 1, LONGEST_TITLE);
        draft.checkTexts(validation);
        validation.done();
        try {
            return database.write(handle -> insert(handle, caller, name, title, draft));
        } catch (UnableToExecuteStatementException e) {
            throw SqlState.isTaken(e, "community_name") ? Problem.conflict("name", "is taken") : e;
        }
    }

    public Community edit(Caller caller, String name, Draft draft) {
        Validation validation = new Validation();
        validation.require(draft.name() == null, "name", "cannot be changed");
        validation.optionalText("title", draft.title(), 1, LONGEST_TITLE);
        draft.checkTexts(validation);
        validation.done();
        return database.write(handle -> {
            long community = requireId(handle, name);
            requireModerator(handle, community, caller);
            update(handle, community, draft);
            return requireFound(select(handle, name, caller.accountId()));
        });
    }

    /** Whoever is signed in sees at once that he has joined: that is not asked of a replica. */
    public Community find(Optional<Caller> viewer, String name) {
        if (!NAME.matcher(name).matches()) {
            throw unknown();
        }
        long me = id(viewer);
        Optional<Community> community =
                viewer.isEmpty() ? database.read(handle -> select(handle, name, me)) : Optional.empty();
        return requireFound(community.or(() -> database.readNewest(handle -> select(handle, name, me))));
    }

    /** Communities in the order of their names, after a given one. */
    public List<Community> list(Optional<Caller> viewer, String after, int limit) {
        return database.read(
                handle -> handle.createQuery(SELECT + " WHERE c.name > :after ORDER BY c.name LIMIT :limit")
                        .bind("me", id(viewer))
                        .bind("after", after)
                        .bind("limit", limit)
                        .mapTo(Community.class)
                        .list());
    }

    /** The communities with the most members. */
    public List<Community> largest(Optional<Caller> viewer, int limit) {
        return database.read(handle -> handle.createQuery(SELECT + " ORDER BY c.members DESC, c.name LIMIT :limit")
                .bind("me", id(viewer))
                .bind("limit", limit)
                .mapTo(Community.class)
                .list());
    }

    public void join(Caller caller, String name) {
        database.write(handle -> join(handle, requireId(handle, name), caller.accountId()));
    }

    public void leave(Caller caller, String name) {
        database.write(handle -> leave(handle, requireId(handle, name), caller.accountId()));
    }

    private static Community insert(Handle handle, Caller caller, String name, String title, Draft draft) {
        long id = handle.createQuery("INSERT INTO community (name, title, description, rules, owner_id)"
                        + " VALUES (:name, :title, :description, :rules, :owner) RETURNING id")
                .bind("name", name)
                .bind("title", title)
                .bind("description", draft.description() == null ? "" : draft.description())
                .bind("rules", draft.rules() == null ? "" : draft.rules())
                .bind("owner", caller.accountId())
                .mapTo(Long.class)
                .one();
        handle.execute("INSERT INTO moderator (community_id, account_id) VALUES (?, ?)", id, caller.accountId());
        join(handle, id, caller.accountId());
        return requireFound(select(handle, name, caller.accountId()));
    }

    private static void update(Handle handle, long community, Draft draft) {
        handle.createUpdate("UPDATE community SET title = coalesce(:title, title),"
                        + " description = coalesce(:description, description), rules = coalesce(:rules, rules)"
                        + " WHERE id = :id")
                .bind("title", draft.title())
                .bind("description", draft.description())
                .bind("rules", draft.rules())
                .bind("id", community)
                .execute();
    }

    private static int join(Handle handle, long community, long account) {
        int joined = handle.execute(
                "INSERT INTO membership (community_id, account_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                community,
                account);
        return addMembers(handle, community, joined);
    }

    private static int leave(Handle handle, long community, long account) {
        int left =
                handle.execute("DELETE FROM membership WHERE community_id = ? AND account_id = ?", community, account);
        return addMembers(handle, community, -left);
    }

    private static int addMembers(Handle handle, long community, int more) {
        return more == 0
                ? 0
                : handle.execute("UPDATE community SET members = members + ? WHERE id = ?", more, community);
    }

    private static Optional<Community> select(Handle handle, String name, long me) {
        return handle.createQuery(SELECT + " WHERE c.name = :name")
                .bind("me", me)
                .bind("name", name)
                .mapTo(Community.class)
                .findOne();
    }

    private static long requireId(Handle handle, String name) {
        return handle.createQuery("SELECT id FROM community WHERE name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(Communities::unknown);
    }

    private static void requireModerator(Handle handle, long community, Caller caller) {
        boolean moderates = handle.createQuery(
                        "SELECT EXISTS (SELECT 1 FROM moderator WHERE community_id = :community AND account_id = :me)")
                .bind("community", community)
                .bind("me", caller.accountId())
                .mapTo(Boolean.class)
                .one();
        if (!moderates) {
            throw Problem.forbidden("Only a moderator of the community may do this.");
        }
    }

    private static Community requireFound(Optional<Community> community) {
        return community.orElseThrow(Communities::unknown);
    }

    private static Problem unknown() {
        return Problem.notFound("There is no community of this name.");
    }

    private static long id(Optional<Caller> viewer) {
        return viewer.map(Caller::accountId).orElse(NOBODY);
    }

    /** What a founder or moderator may say of a community; what is absent stays as it is. */
    public record Draft(
            @Nullable String name,
            @Nullable String title,
            @Nullable String description,
            @Nullable String rules) {

        void checkTexts(Validation validation) {
            validation.optionalText("description", description, 0, LONGEST_DESCRIPTION);
            validation.optionalText("rules", rules, 0, LONGEST_RULES);
        }
    }
}
