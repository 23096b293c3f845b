package io.breakwater.app.accounts;

import io.breakwater.app.db.CachedRows;
import io.breakwater.app.db.Database;
import io.breakwater.app.db.SqlState;
import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Problem;
import io.breakwater.app.web.Validation;
import io.breakwater.cache.CacheBuilder;
import io.breakwater.cache.ReadThrough;
import io.breakwater.cache.micrometer.CacheMetrics;
import io.breakwater.session.Session;
import io.breakwater.session.Sessions;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/** Accounts: who there is, and signing in and out. */
public final class Accounts implements AutoCloseable {

    private static final Pattern USERNAME = Pattern.compile("[a-z0-9_]{3,20}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+\\.[^@\\s\\p{Cntrl}]+");
    private static final int LONGEST_EMAIL = 254;
    private static final String NOBODYS_SESSION = "A".repeat(43);
    private static final int SHORTEST_PASSWORD = 8;

    private final Database database;
    private final Sessions sessions;
    private final ReadThrough<String, Profile> profiles;

    public Accounts(Database database, Sessions sessions, CacheBuilder<String, Profile> profiles) {
        this.database = database;
        this.sessions = sessions;
        this.profiles = profiles.readThrough(new CachedRows<>(database, Accounts::profile));
    }

    public Account register(@Nullable String username, @Nullable String email, @Nullable String password) {
        Registration valid = Registration.check(username, email, password);
        requireSessions();
        String hash = Passwords.hash(valid.password());
        try {
            long id = database.write(handle -> insert(handle, valid, hash));
            // Somebody may have asked for the name while it was free.
            profiles.invalidate(valid.username(), CachedRows.CHANGED);
            return new Account(String.valueOf(id), valid.username(), valid.email());
        } catch (UnableToExecuteStatementException e) {
            throw taken(e);
        }
    }

    /** Who could not sign in afterwards is not registered: the next try would find the name taken. */
    private void requireSessions() {
        var unused = sessions.find(NOBODYS_SESSION);
    }

    /** Signs in; the session's id is the credential of this login. */
    public Session login(@Nullable String username, @Nullable String password) {
        Validation validation = new Validation();
        String name = validation.text("username", username, 1, LONGEST_EMAIL);
        String secret = validation.text("password", password, 1, LONGEST_EMAIL);
        validation.done();
        Optional<Credentials> credentials = database.readNewest(handle -> credentials(handle, name));
        if (!Passwords.matches(
                secret, credentials.map(Credentials::passwordHash).orElse(null))) {
            throw Problem.unauthorized("The name or the password is wrong.");
        }
        return sessions.create(Caller.subject(credentials.orElseThrow().id(), name));
    }

    public void logout(Caller caller) {
        boolean ignored = sessions.revoke(caller.sessionId());
    }

    public Profile profile(String username) {
        Profile profile = USERNAME.matcher(username).matches() ? profiles.get(username) : null;
        if (profile == null) {
            throw Problem.notFound("There is no user of this name.");
        }
        return profile;
    }

    /** The figures of the cache. */
    public MeterBinder metrics() {
        return CacheMetrics.of(profiles);
    }

    @Override
    public void close() {
        profiles.close();
    }

    private static Optional<Profile> profile(Handle handle, String username) {
        return handle.createQuery(
                        "SELECT id::text, username, karma, created_at FROM account WHERE username = :username")
                .bind("username", username)
                .mapTo(Profile.class)
                .findOne();
    }

    private static Optional<Credentials> credentials(Handle handle, String username) {
        return handle.createQuery("SELECT id, password_hash FROM account WHERE username = :username")
                .bind("username", username)
                .mapTo(Credentials.class)
                .findOne();
    }

    private static long insert(Handle handle, Registration registration, String hash) {
        return handle.createQuery("INSERT INTO account (username, email, password_hash)"
                        + " VALUES (:username, :email, :hash) RETURNING id")
                .bind("username", registration.username())
                .bind("email", registration.email())
                .bind("hash", hash)
                .mapTo(Long.class)
                .one();
    }

    private static RuntimeException taken(UnableToExecuteStatementException failure) {
        if (SqlState.isTaken(failure, "account_username")) {
            return Problem.conflict("username", "is taken");
        }
        if (SqlState.isTaken(failure, "account_email")) {
            return Problem.conflict("email", "is taken");
        }
        return failure;
    }

    /** The stored secret of an account. */
    public record Credentials(long id, String passwordHash) {

        @Override
        public String toString() {
            return "Credentials[" + id + "]";
        }
    }

    private record Registration(String username, String email, String password) {

        static Registration check(@Nullable String username, @Nullable String email, @Nullable String password) {
            Validation validation = new Validation();
            String name =
                    validation.matching("username", username, USERNAME, "3 to 20 of the characters a-z, 0-9 and _");
            String address = validation.text("email", email, 3, LONGEST_EMAIL);
            validation.require(
                    address.isEmpty() || EMAIL.matcher(address).matches(), "email", "must be an e-mail address");
            String secret = validation.text("password", password, SHORTEST_PASSWORD, Passwords.LONGEST_BYTES);
            validation.require(
                    secret.getBytes(StandardCharsets.UTF_8).length <= Passwords.LONGEST_BYTES,
                    "password",
                    "must have at most " + Passwords.LONGEST_BYTES + " bytes");
            validation.done();
            return new Registration(name, address.toLowerCase(Locale.ROOT), secret);
        }

        @Override
        public String toString() {
            return "Registration[" + username + "]";
        }
    }
}
