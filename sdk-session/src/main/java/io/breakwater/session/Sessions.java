package io.breakwater.session;

import io.breakwater.redis.Redis;
import io.breakwater.redis.link.RedisLink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of an application in Redis: created at sign-in, found at each request, revoked at sign-out.
 *
 * <p>A session is known by its id, a secret of 256 random bits that only its holder has. Redis gets the id's SHA-256 and
 * nothing else of it, so what is read there opens no session. Redis' clock alone decides when a session ends.
 *
 * <p>Objects of the same name over the same Redis, in whatever JVM, are the same sessions; they should have the same expiry.
 * An object may be shared by all threads. There is nothing to close: the {@link Redis} stays the caller's.
 */
public final class Sessions {

    private final String name;
    private final SessionStore store;

    private Sessions(String name, SessionStore store) {
        this.name = name;
        this.store = store;
    }

    /**
     * Begins a set of sessions.
     *
     * @param name its name in keys and messages: 1 to 64 letters, digits, {@code .}, {@code _} and {@code -}
     * @return a builder
     * @throws IllegalArgumentException if the name has another form
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * Creates a session with a new id.
     *
     * <p>When this fails, a session may have been created all the same. Nobody knows its id, and it ends with its idle time.
     *
     * @param subject whose session it is, as the application names its users: 1 to 200 {@code char}s of well-formed Unicode
     * @return the session
     * @throws IllegalArgumentException if the subject has another form
     * @throws SessionStoreUnavailableException if Redis did not say that the session was created
     */
    public Session create(String subject) {
        return store.create(SessionId.random(), Subject.of(subject));
    }

    /**
     * Finds a session that has not ended, and notes its use.
     *
     * <p>A use is noted, by a write, when at least a tenth of the idle time has passed since the last noted one. So most
     * finds only read, and an unused session ends after nine to ten tenths of the idle time. May be repeated when it fails.
     *
     * @param id what a client presented, however malformed
     * @return the session; empty if the id is unknown, or its session has ended or was revoked, or what Redis holds for it
     *     is not a session of this format; empty without asking Redis if this cannot be an id
     * @throws SessionStoreUnavailableException if Redis did not answer the question
     */
    public Optional<Session> find(String id) {
        return SessionId.parse(id).flatMap(store::find);
    }

    /**
     * Ends a session. Once this has returned no find gives it, in whatever JVM, and none that was under way brings it back.
     * May be repeated when it fails.
     *
     * @param id what a client presented, however malformed
     * @return whether Redis held something for this id; false without asking Redis if this cannot be an id
     * @throws SessionStoreUnavailableException if Redis did not say that the session is gone; it may be, or may still go
     */
    public boolean revoke(String id) {
        return SessionId.parse(id).map(store::delete).orElse(false);
    }

    @Override
    public String toString() {
        return "Sessions(" + name + ")";
    }

    /** Collects the settings of {@link Sessions}. Not for several threads. */
    public static final class Builder {

        private static final String NAME = "[A-Za-z0-9_.-]{1,64}";

        private final String name;
        private SlidingExpiry expiry = new SlidingExpiry(Duration.ofMinutes(30), Duration.ofHours(8));
        private @Nullable RedisLink link;
        private @Nullable InstantSource clock;

        private Builder(String name) {
            Require.that(name.matches(NAME), "name", name, NAME);
            this.name = name;
        }

        /**
         * Sets where the sessions are. Required. It must be a Redis that evicts nothing ({@code noeviction}): an evicted
         * session is a user signed out.
         *
         * @param redis the link, which the caller closes
         * @return this builder
         */
        public Builder shared(Redis redis) {
            link = RedisLink.of(redis);
            return this;
        }

        /**
         * Sets when sessions end; 30 minutes without use or 8 hours in all unless set. The absolute end of a session stays
         * as it was at its creation; the idle time is the one of the object that finds it.
         *
         * @param value the idle and the absolute time
         * @return this builder
         */
        public Builder expiry(SlidingExpiry value) {
            expiry = value;
            return this;
        }

        /** Another time than Redis' own, for tests. */
        Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * Builds the sessions. Redis is not asked for anything yet.
         *
         * @return the sessions
         * @throws IllegalStateException if there is no Redis
         */
        public Sessions build() {
            if (link == null) {
                throw new IllegalStateException("Sessions '" + name + "' have no Redis: call shared(redis)");
            }
            return new Sessions(name, new SessionStore(name, link, expiry, clock));
        }
    }
}
