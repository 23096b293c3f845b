package io.breakwater.devservices;

/** Which way bytes go through a {@link FaultProxy}. */
public enum Direction {
    /** From the client to the server. */
    REQUESTS,
    /** From the server to the client. */
    REPLIES;

    Direction opposite() {
        return this == REQUESTS ? REPLIES : REQUESTS;
    }
}
