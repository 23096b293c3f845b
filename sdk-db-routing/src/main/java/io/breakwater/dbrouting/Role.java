package io.breakwater.dbrouting;

/** What a node was at its last probe. */
public enum Role {

    /** It takes writes: it is not in recovery. */
    PRIMARY,

    /** It is in recovery: a standby that replays the primary's log. */
    REPLICA,

    /** It has not answered its last probe, or not lately. */
    UNKNOWN
}
