package io.breakwater.cache;

import java.util.List;

/**
 * The right to load a key and to store what was loaded: a cold one while there is no value, or a warm one to replace the value with a
 * certain number. It is worth nothing once anything else has happened to the key.
 *
 * @param key of what
 * @param token the holder's word for a cold one, empty for a warm one
 * @param seen the number of the value that a warm one replaces
 * @param epoch the history in which it was granted
 * @param birth the lane's version then
 * @param tokens how fresh the load must be
 * @param grantedAt this JVM's elapsed time then, in nanoseconds
 * @param since the server's time then, in milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Lease(
        SharedKey key,
        byte[] token,
        long seen,
        long epoch,
        long birth,
        List<String> tokens,
        long grantedAt,
        long since) {

    private static final byte[] NONE = new byte[0];

    static Lease cold(SharedKey key, byte[] token, Granted granted) {
        return new Lease(
                key, token, 0, granted.epoch(), granted.birth(), granted.tokens(), granted.at(), granted.since());
    }

    static Lease warm(SharedKey key, long seen, Granted granted) {
        return new Lease(
                key, NONE, seen, granted.epoch(), granted.birth(), granted.tokens(), granted.at(), granted.since());
    }

    boolean isCold() {
        return token.length > 0;
    }

    /** What the server says when it grants one. */
    record Granted(long epoch, long birth, List<String> tokens, long at, long since) {}
}
