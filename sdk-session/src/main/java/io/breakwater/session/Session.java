package io.breakwater.session;

import java.time.Instant;

/** A session as it was when it was created or found. It does not change; a later find may tell a later end. */
public final class Session {

    private final SessionId id;
    private final String subject;
    private final Instant createdAt;
    private final Instant expiresAt;

    Session(SessionId id, String subject, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.subject = subject;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    /**
     * The secret that opens this session, for its holder alone: keep it out of logs, URLs and storage.
     *
     * @return 256 bits as 43 characters of base64url
     */
    public String id() {
        return id.text();
    }

    /**
     * Whose session this is.
     *
     * @return the subject given at its creation
     */
    public String subject() {
        return subject;
    }

    /**
     * When it was created.
     *
     * @return the time of Redis' clock, to the millisecond
     */
    public Instant createdAt() {
        return createdAt;
    }

    /**
     * When it ends unless it is used again: the earlier of its idle end, counted from its last noted use, and its absolute
     * end.
     *
     * @return the time of Redis' clock, to the millisecond
     */
    public Instant expiresAt() {
        return expiresAt;
    }

    /**
     * Tells all but the id.
     *
     * @return text for logs
     */
    @Override
    public String toString() {
        return "Session(" + subject + ", created " + createdAt + ", expires " + expiresAt + ")";
    }
}
