package io.breakwater.benchmarks;

/** What a subject is in a comparison. */
public enum Role {
    /** The bare client or library, against which all are measured. */
    RAW,
    /** The same a second time: how far it is from the first is the noise of this run. */
    RAW_AGAIN,
    /** What else users could take. */
    PEER,
    /** What explains the others, such as a floor or a part of them; never the best peer. */
    BESIDE,
    /** Breakwater. */
    OURS
}
