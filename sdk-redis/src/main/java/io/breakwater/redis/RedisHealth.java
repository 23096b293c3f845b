package io.breakwater.redis;

/**
 * How it stands with one server.
 *
 * @param server which one, as in the messages of exceptions
 * @param state whether commands are sent to it
 * @param reason why not, in words for a log; empty while they are
 * @param generation the number of its connection, which grows with each new one; 0 before the first
 */
public record RedisHealth(String server, State state, String reason, long generation) {

    /** Whether commands are sent. */
    public enum State {
        /** They are. */
        CONNECTED,
        /** A reply was missed, or the connection is new. Commands are refused until a probe is answered in time. */
        SUSPECTED,
        /** There is no connection; the link tries to make one. Commands are refused. */
        DISCONNECTED
    }
}
